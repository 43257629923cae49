// What an APP with Relay asks: panels in fragments, one of them fetched again alone, and a list
// that goes on.
import { graphql } from "relay-runtime";

graphql`
  fragment page_rewards on Rewards @refetchable(queryName: "pageRewardsQuery") {
    status
    isStale
    diamondsReceived
  }
`;
graphql`
  fragment page_panels on EndPage @throwOnFieldError {
    metrics {
      status
    }
    rewards {
      ...page_rewards
    }
  }
`;
graphql`
  fragment page_lives on Creator
  @refetchable(queryName: "pageLivesQuery")
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 10 }
    cursor: { type: "String" }
  ) {
    liveSessions(first: $count, after: $cursor) @connection(key: "page_liveSessions") {
      edges {
        node {
          title
          state
        }
      }
    }
  }
`;
graphql`
  query pageQuery($sessionId: ID!) {
    endPage(sessionId: $sessionId) {
      ...page_panels
    }
    viewer {
      ...page_lives
    }
  }
`;
graphql`
  subscription pageSubscription($sessionId: ID!) {
    liveSession(sessionId: $sessionId) {
      reason
      session {
        state
      }
    }
  }
`;
graphql`
  mutation pageShareMutation($input: CreateShareInput!) {
    createShare(input: $input) {
      share {
        url
      }
      userErrors {
        code
      }
    }
  }
`;
