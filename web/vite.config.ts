import { defineConfig } from "vite";

// The gateway serves the pages at /graphiql and /preview/<session>, and the assets of both at
// /graphiql/assets/<name>-<hash>, so that they can be cached for ever. Nothing is fetched from anywhere else:
// fonts and workers are in the bundle.
export default defineConfig({
  base: "/graphiql/",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // Monaco alone is 3 MB. The page is for developers, on their own machine.
    chunkSizeWarningLimit: 6000,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { graphiql: "graphiql.html", preview: "preview.html" },
      onwarn(warning, warn) {
        // "use client" means something to React servers only; two hundred lines say so otherwise.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  worker: { format: "es" },
});
