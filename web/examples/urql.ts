/** The end page by urql: one answer in parts, and a subscription that turns when the LIVE ends. */
import { Client, fetchExchange, gql, subscriptionExchange } from "@urql/core";
import { createClient as createSocket } from "graphql-ws";

interface Page {
  endPage: {
    id: string;
    metrics: { id: string; status: string } | null;
    rewards?: { id: string; status: string; diamondsReceived: number | null } | null;
  };
}

interface Update {
  liveSession: {
    reason: string;
    isLast: boolean;
    session: { id: string; state: string; revision: number; endPageState: string };
  };
}

const PAGE = gql<Page, { sessionId: string }>`
  query ExamplePage($sessionId: ID!) {
    endPage(sessionId: $sessionId) {
      id
      metrics {
        id
        status
      }
      ... on EndPage @defer {
        rewards {
          id
          status
          diamondsReceived
        }
      }
    }
  }
`;

const LIVE = gql<Update, { sessionId: string }>`
  subscription ExampleLive($sessionId: ID!) {
    liveSession(sessionId: $sessionId) {
      reason
      isLast
      session {
        id
        state
        revision
        endPageState
      }
    }
  }
`;

/** A client of the gateway at `url`. `token` is asked for each time, since it may have been renewed. */
export function clientOf(url: string, token: () => string): Client {
  const socket = createSocket({
    url: url.replace(/^http/, "ws"),
    connectionParams: () => ({ authorization: `Bearer ${token()}` }),
    lazy: true,
  });
  return new Client({
    url,
    // GET's answers may be kept for as long as they are fresh; here each is asked for.
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${token()}` } }),
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query: query ?? "", variables: variables as Record<string, unknown> }, sink),
          }),
        }),
      }),
    ],
  });
}

/** Show the page as it comes: the figures first, then the rewards. Resolves when it is whole. */
export function showPage(client: Client, sessionId: string, show: (page: Page["endPage"]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(PAGE, { sessionId }).subscribe(({ data, error, hasNext }) => {
      // A panel that could not be loaded is null, with an error beside it: the rest is shown.
      if (data) show(data.endPage);
      else if (error) return reject(error);
      if (!hasNext) resolve();
    });
  });
}

/** Show the LIVE until nothing more can come. Every update is the whole state; an older one is dropped. */
export function watchLive(client: Client, sessionId: string, show: (update: Update["liveSession"]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let revision = 0;
    const { unsubscribe } = client.subscription(LIVE, { sessionId }).subscribe(({ data, error }) => {
      if (error) return reject(error);
      if (!data || data.liveSession.session.revision < revision) return;
      revision = data.liveSession.session.revision;
      show(data.liveSession);
      if (data.liveSession.isLast) {
        queueMicrotask(() => unsubscribe());
        resolve();
      }
    });
  });
}
