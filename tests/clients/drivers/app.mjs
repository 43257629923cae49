// App: what every APP does around its client. One instruction a line comes in on stdin, and what the
// client tells goes out on stdout, one event a line. It ends when stdin does.
import { createInterface } from "node:readline";

// Short, because a test waits for it; a real APP waits longer, and not always as long.
export const PAUSE_MS = 100;

export function say(event, more = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

export const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** A client's own retrying, without its long waits: in either library these are two options. */
export const RETRIES = { retryAttempts: 1000, wait: pause };

export const bearer = (token) => `Bearer ${token}`;

/**
 * Run an APP. `connect(app)` gives its client as `watch(request, sink)` and, where the transport can,
 * `renew(token)`. `app.token` is the newest token that the APP has: a client asks for it each time.
 */
export async function run(connect) {
  const app = { url: "", token: "", request: undefined, client: undefined };
  say("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: what, ...told } = JSON.parse(line);
    if (what === "watch") {
      Object.assign(app, told);
      app.client = connect(app);
      watch(app);
    } else if (what === "token") {
      app.token = told.token;
    } else if (what === "renew") {
      app.token = told.token;
      app.client.renew(told.token);
    }
  }
  process.exit(0);
}

// An APP watches until it has heard the last update, or that there is nothing to hear. Each time it
// has to begin anew is told, so that a test sees which clients come back by themselves.
function watch(app) {
  let isOver = false;
  const again = async () => {
    if (isOver) return;
    await pause();
    watch(app);
  };
  say("watching");
  app.client.watch(app.request, {
    next({ data, errors }) {
      isOver ||= Boolean(errors) || data?.liveSession?.isLast === true;
      say("next", { data, errors });
    },
    error(error) {
      const errors = graphqlErrors(error);
      isOver ||= errors !== undefined && !errors.every(isRetryable);
      say("error", { message: String(error?.message ?? error?.reason ?? error), errors });
      again();
    },
    complete() {
      say("complete");
      again();
    },
  });
}

// What a gateway refuses that is about to stop, for one, the next gateway does not.
function isRetryable({ extensions }) {
  return extensions?.retryable === true;
}

// The errors of the operation, when the operation is what went wrong: graphql-ws gives them as they
// are, Apollo as `errors` and urql as `graphQLErrors` of its own error.
function graphqlErrors(error) {
  const errors = Array.isArray(error) ? error : (error?.errors ?? error?.graphQLErrors);
  return errors?.length ? errors.map(({ message, extensions }) => ({ message, extensions })) : undefined;
}
