// Tells what the rules for schemas find, as a line of JSON: node eslint.mjs SCHEMA
import { dirname } from "node:path";
import graphql from "@graphql-eslint/eslint-plugin";
import { ESLint } from "eslint";

const [schema] = process.argv.slice(2);
const rules = {
  ...graphql.configs["flat/schema-recommended"].rules,
  "@graphql-eslint/input-name": "error",
  "@graphql-eslint/no-scalar-result-type-on-mutation": "error",
  "@graphql-eslint/relay-connection-types": "error",
  // Lists of a few are lists; those that may be long are connections.
  "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
  "@graphql-eslint/relay-page-info": "error",
  // What has an identity is a Node and has an id; a figure or an amount of money has none.
  "@graphql-eslint/strict-id-in-types": "off",
  // creatorId, recordingId and rewardId are the platform's own ids, beside the opaque id.
  "@graphql-eslint/no-typename-prefix": "off",
};
const eslint = new ESLint({
  cwd: dirname(schema),
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ["**/*.graphql"],
      languageOptions: {
        parser: graphql.parser,
        parserOptions: { graphQLConfig: { schema } },
      },
      plugins: { "@graphql-eslint": graphql },
      rules,
    },
  ],
});
const results = await eslint.lintFiles([schema]);
const found = results.flatMap(({ messages }) => messages);
const told = found.map(({ line, ruleId, message }) => ({ line, rule: ruleId, message }));
console.log(JSON.stringify(told));
