import { Defer20220824Handler } from "@apollo/client/incremental";

import { runWith } from "./apollo-parts.mjs";

runWith(new Defer20220824Handler());
