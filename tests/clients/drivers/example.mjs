// Example: runs one of the examples, and tells what it shows, line by line.
import { pathToFileURL } from "node:url";

import { WebSocket } from "ws";

// Browsers have it, and so does Node.js from 22 on.
globalThis.WebSocket ??= WebSocket;

const [module, url, token, session, live] = process.argv.slice(2);
const { clientOf, showPage, watchLive } = await import(pathToFileURL(module));
const client = clientOf(url, () => token);
const tell = (what) => (value) => console.log(JSON.stringify({ [what]: value }));
await showPage(client, session, tell("page"));
await watchLive(client, live, tell("update"));
process.exit(0);
