import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { defineConfig, type Plugin } from "vite";

// What is smaller than this gets there no sooner for being shorter.
const LEAST_BYTES = 1024;
// What is larger is for developers, who wait longer for the build than for the network.
const SMALL_BYTES = 100_000;
const BASE = "/graphiql/";

/** What a page imports as soon as it begins is fetched beside its beginning, and not after it. */
function preloadImports(): Plugin {
  return {
    name: "preload-imports",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle, chunk }) {
        const found = new Set<string>();
        const follow = (name: string) => {
          const next = bundle?.[name];
          if (next?.type !== "chunk" || found.has(name)) return;
          found.add(name);
          next.imports.forEach(follow);
        };
        // GraphiQL's editor imports dozens of languages in case that they are needed.
        if (chunk?.name === "preview") chunk.dynamicImports.forEach(follow);
        const there = new Set(chunk ? [chunk.fileName, ...chunk.imports] : []);
        return [...found]
          .filter((name) => !there.has(name))
          .map((name) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, href: BASE + name }, injectTo: "head" }));
      },
    },
  };
}

/** Assets stand beside themselves in smaller: the gateway hands out what a browser can read. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    // What is written is final: until then the names of other files are being put in.
    async writeBundle({ dir = "" }, bundle) {
      const files = Object.keys(bundle).filter((name) => /\.(js|css|svg|ttf)$/.test(name));
      await Promise.all(
        files.map(async (name) => {
          const file = join(dir, name);
          const content = await readFile(file);
          if (content.length < LEAST_BYTES) return;
          const quality = content.length < SMALL_BYTES ? 11 : 5;
          const smallest = promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
          await writeFile(`${file}.br`, await smallest);
          await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
        }),
      );
    },
  };
}

// The gateway serves the pages at /graphiql and /preview/<session>, and the assets of both at
// /graphiql/assets/<name>-<hash>, so that they can be cached for ever. Nothing is fetched from anywhere else:
// fonts and workers are in the bundle.
export default defineConfig({
  base: BASE,
  plugins: [preloadImports(), compressed()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // Monaco alone is 3 MB. The page is for developers, on their own machine.
    chunkSizeWarningLimit: 6000,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { graphiql: "graphiql.html", preview: "preview.html" },
      checks: { pluginTimings: false },
      onwarn(warning, warn) {
        // "use client" means something to React servers only; two hundred lines say so otherwise.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  worker: { format: "es" },
});
