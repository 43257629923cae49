import { runOverEventStream } from "./event-stream.mjs";

runOverEventStream({ singleConnection: false });
