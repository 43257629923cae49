// Writes the TypeScript of a schema and of documents: node codegen.mjs SCHEMA DOCUMENTS FOLDER
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "@graphql-codegen/cli";

const [schema, documents, folder] = process.argv.slice(2);
// An APP that leaves a scalar out is told so, and not given `any`.
const config = {
  strictScalars: true,
  useTypeImports: true,
  scalars: {
    CurrencyCode: "string",
    Date: "string",
    DateTime: "string",
    Decimal: "string",
    Long: "number",
    URL: "string",
  },
};
const files = await generate(
  {
    schema,
    documents,
    silent: true,
    generates: {
      "schema.ts": { plugins: ["typescript"], config },
      "operations.ts": { plugins: ["typescript-operations"], config },
    },
  },
  false,
);
for (const { filename, content } of files) writeFileSync(join(folder, filename), content);
