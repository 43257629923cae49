/** Context: what a request's resolvers are given. */

import { Company } from "./company.js";
import { identityFrom } from "./identity.js";
import { joined } from "./joining.js";
import { alone, loadersOver } from "./loaders.js";

/** Makes the context of a request from its ``Authorization`` header. */
export function contextFrom(environment, isJoined = false) {
  const company = new Company(environment);
  const creatorOf = identityFrom(environment);
  const freshLoaders = loadersOver(isJoined ? joined(company) : alone(company));
  return (authorization) => ({
    creatorId: creatorOf(authorization),
    loaders: freshLoaders(),
    now: new Date().toISOString(),
  });
}
