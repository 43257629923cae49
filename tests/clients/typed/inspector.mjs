// Tells how a schema has changed, as a line of JSON: node inspector.mjs BEFORE NOW
import { readFileSync } from "node:fs";
import { diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

const [before, now] = process.argv.slice(2).map((file) => buildSchema(readFileSync(file, "utf8")));
const changes = await diff(before, now);
const told = changes.map(({ criticality, message }) => ({ level: criticality.level, message }));
console.log(JSON.stringify(told));
