// HTTP: node's own fetch, with the streams that it opens told.
import { say } from "./app.mjs";

const STREAMS = /^(text\/event-stream|multipart\/mixed)/;

export async function tellingFetch(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) say("refused", { status: response.status });
  else if (STREAMS.test(response.headers.get("content-type"))) say("connected");
  return response;
}
