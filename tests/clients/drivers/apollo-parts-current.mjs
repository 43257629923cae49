import { GraphQL17Alpha9Handler } from "@apollo/client/incremental";

import { runWith } from "./apollo-parts.mjs";

runWith(new GraphQL17Alpha9Handler());
