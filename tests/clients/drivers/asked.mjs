// Asked: what is asked of a client in one of its ways. One question a line comes in on stdin, and what
// the client shows goes out on stdout, one answer a line, with every request that it has sent by fetch.
import { createInterface } from "node:readline";

export async function run(ways) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { way, token, named, ...told } = JSON.parse(line);
    const sent = [];
    const asked = { ...told, fetch: recorded(sent), headers: { authorization: `Bearer ${token}`, ...named } };
    const answer = await ways[way](asked).catch((error) => ({ failure: String(error?.stack ?? error) }));
    process.stdout.write(`${JSON.stringify({ ...answer, sent })}\n`);
  }
  process.exit(0);
}

const recorded = (sent) => async (url, options) => {
  const { method = "GET", body } = options ?? {};
  sent.push({ method, url: String(url), body: body ? JSON.parse(body) : null, headers: named(options) });
  return fetch(url, options);
};

const named = (options) => Object.fromEntries(new Headers(options?.headers));

/** What the client shows at once, as `{data, errors}` or with the errors in an error of its own. */
export const shown = ({ data, errors, error }) => ({
  data: data ?? null,
  errors: (errors ?? error?.errors ?? error?.graphQLErrors)?.map(({ path, extensions }) => ({
    path: path ?? [],
    code: extensions?.code,
  })),
});

/** What a client with sinks is given, one after the other. */
export const all = (subscribe) =>
  new Promise((resolve, reject) => {
    const states = [];
    subscribe({
      next: (state) => states.push(shown(state)),
      error: reject,
      complete: () => resolve({ states }),
    });
  });
