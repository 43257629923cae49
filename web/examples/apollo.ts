/** The end page by Apollo Client: one answer in parts, and a subscription that turns when the LIVE ends. */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from "@apollo/client";
import { GraphQL17Alpha9Handler } from "@apollo/client/incremental";
import { SetContextLink } from "@apollo/client/link/context";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
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

const PAGE: TypedDocumentNode<Page, { sessionId: string }> = gql`
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

const LIVE: TypedDocumentNode<Update, { sessionId: string }> = gql`
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
export function clientOf(url: string, token: () => string): ApolloClient {
  const identity = new SetContextLink(() => ({ headers: { authorization: `Bearer ${token()}` } }));
  const socket = createSocket({
    url: url.replace(/^http/, "ws"),
    connectionParams: () => ({ authorization: `Bearer ${token()}` }),
    lazy: true,
  });
  return new ApolloClient({
    // Panels have ids of their own, so that the cache keeps each once.
    cache: new InMemoryCache(),
    // Without it Apollo Client gives a query with @defer no answer.
    incrementalHandler: new GraphQL17Alpha9Handler(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      identity.concat(new HttpLink({ uri: url })),
    ),
  });
}

/** Show the page as it comes: the figures first, then the rewards. Resolves when it is whole. */
export function showPage(client: ApolloClient, sessionId: string, show: (page: Page["endPage"]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // "all": a panel that could not be loaded is null, with an error beside it, and the rest is shown.
    const watched = client.watchQuery({ query: PAGE, variables: { sessionId }, errorPolicy: "all" });
    watched.subscribe(({ data, dataState, error }) => {
      if (dataState === "empty") {
        if (error) reject(error);
        return;
      }
      show((data as Page).endPage);
      if (dataState === "complete") resolve();
    });
  });
}

/** Show the LIVE until nothing more can come. Every update is the whole state; an older one is dropped. */
export function watchLive(client: ApolloClient, sessionId: string, show: (update: Update["liveSession"]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let revision = 0;
    client.subscribe({ query: LIVE, variables: { sessionId } }).subscribe({
      next({ data, error }) {
        if (error) return reject(error);
        if (!data || data.liveSession.session.revision < revision) return;
        revision = data.liveSession.session.revision;
        show(data.liveSession);
        if (data.liveSession.isLast) resolve();
      },
      error: reject,
    });
  });
}
