// Apollo: Apollo Client over whichever link.
import { ApolloClient, CombinedProtocolErrors, gql, InMemoryCache } from "@apollo/client";

export function apolloOver(link) {
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return ({ query, variables }, sink) => {
    let hasFailed = false;
    client.subscribe({ query: gql(query), variables }).subscribe({
      // Apollo tells of every failure in a result, and completes after it.
      next({ data, error }) {
        hasFailed = Boolean(error);
        if (hasFailed) sink.error(failure(error));
        else sink.next({ data });
      },
      error: sink.error,
      complete: () => hasFailed || sink.complete(),
    });
  };
}

// Errors of the protocol are the transport's, and no answer to the operation.
const failure = (error) => (CombinedProtocolErrors.is(error) ? new Error(error.message) : error);
