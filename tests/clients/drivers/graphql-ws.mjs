import { run } from "./app.mjs";
import { socketOf } from "./socket.mjs";

run((app) => {
  const { client, renew } = socketOf(app);
  return { renew, watch: (request, sink) => client.subscribe(request, sink) };
});
