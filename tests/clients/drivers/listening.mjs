// Listening: an EventSource with headers, closed when it is told that there is no more. Otherwise it
// connects again by itself, and says then what it has heard last.
import { EventSource } from "eventsource";

export function listen(url, { headers, fetch }, sink) {
  const asking = (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers() } });
  const source = new EventSource(url, { fetch: asking });
  source.addEventListener("next", ({ data }) => sink.next(JSON.parse(data)));
  source.addEventListener("complete", () => {
    source.close();
    sink.complete();
  });
  source.addEventListener("error", ({ code, message }) => {
    if (source.readyState === EventSource.CLOSED) sink.error(new Error(`${code} ${message}`));
  });
}
