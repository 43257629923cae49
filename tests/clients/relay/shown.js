// Shown: what an APP with Relay shows. It is compiled, and run by drivers/relay.mjs.
import { graphql } from "relay-runtime";

graphql`
  fragment shown_rewards on Rewards @refetchable(queryName: "shownRewardsQuery") {
    id
    status
    diamondsReceived
  }
`;
graphql`
  fragment shown_journey on EndPage {
    journey @catch(to: RESULT) {
      status
    }
  }
`;
graphql`
  fragment shown_lives on Creator
  @refetchable(queryName: "shownLivesQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }) {
    liveSessions(first: $count, after: $cursor) @connection(key: "shown_liveSessions") {
      edges {
        node {
          sessionId
        }
      }
    }
  }
`;
graphql`
  query shownPageQuery($sessionId: ID!) {
    endPage(sessionId: $sessionId) {
      id
      metrics @required(action: NONE) {
        status
      }
      rewards {
        ...shown_rewards
      }
      ...shown_journey
    }
  }
`;
graphql`
  query shownListQuery {
    viewer {
      ...shown_lives
    }
  }
`;
graphql`
  query shownPartsQuery($sessionId: ID!) {
    endPage(sessionId: $sessionId) {
      id
      metrics {
        status
      }
      ...shown_journey @defer(label: "way")
    }
  }
`;
graphql`
  subscription shownSubscription($sessionId: ID!) {
    liveSession(sessionId: $sessionId) {
      isLast
      session {
        sessionId
        state
      }
    }
  }
`;
