// Router: a federation of the gateway and of a subgraph of notes, asked through Apollo Gateway. What
// it is to do comes in on stdin as JSON, and what it was answered goes out on stdout.
import { composeServices as composeByApollo } from "@apollo/composition";
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from "@apollo/gateway";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { composeServices as composeByTheGuild } from "@theguild/federation-composition";
import { parse } from "graphql";
import { text } from "node:stream/consumers";

const COMPOSERS = { apollo: composeByApollo, theguild: composeByTheGuild };

// It knows LIVEs and creators by the platform's own ids, and nothing else of them.
const NOTES = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { noted(sessionIds: [ID!]!): [LiveSession!]! }
  type LiveSession @key(fields: "sessionId") { sessionId: ID! note: String! }
  type Creator @key(fields: "creatorId") { creatorId: ID! nickname: String! }
`);

const notes = buildSubgraphSchema({
  typeDefs: NOTES,
  resolvers: {
    Query: { noted: (_, { sessionIds }) => sessionIds.map((sessionId) => ({ sessionId })) },
    LiveSession: { note: ({ sessionId }) => `a note on ${sessionId}` },
    Creator: { nickname: ({ creatorId }) => `nickname of ${creatorId}` },
  },
});

async function sdlOf(url, headers) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query: "query SubgraphIntrospectQuery { _service { sdl } }" }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data._service.sdl;
}

const { composer, url, headers, token, operations } = JSON.parse(await text(process.stdin));
const composed = COMPOSERS[composer]([
  { name: "endpage", url, typeDefs: parse(await sdlOf(url, headers)) },
  { name: "notes", url: "http://127.0.0.1:1/notes", typeDefs: NOTES },
]);
if (composed.errors) throw new Error(composed.errors.map(({ message }) => message).join("\n"));

const logger = { debug() {}, info() {}, warn: console.error, error: console.error };
const gateway = new ApolloGateway({
  supergraphSdl: composed.supergraphSdl,
  logger,
  buildService: ({ name }) =>
    name === "notes"
      ? new LocalGraphQLDataSource(notes)
      : new RemoteGraphQLDataSource({
          url,
          willSendRequest({ request, context }) {
            const sent = { ...headers, authorization: `Bearer ${context.token}` };
            for (const [header, value] of Object.entries(sent)) request.http.headers.set(header, value);
          },
        }),
});
const { executor, schema } = await gateway.load();
const answers = [];
for (const request of operations) {
  const asked = { request, document: parse(request.query), queryHash: request.query };
  const answer = await executor({ ...asked, schema, logger, context: { token }, metrics: {} });
  answers.push(JSON.parse(JSON.stringify(answer)));
}
await gateway.stop();
process.stdout.write(JSON.stringify(answers));
