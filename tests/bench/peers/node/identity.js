/** Identity: who asks, from the token that every gateway checks. */

import { readFileSync } from "node:fs";
import { createVerifier } from "fast-jwt";

/** Tells the creator's id of an ``Authorization`` header; null for a token that is not trusted. */
export function identityFrom(environment) {
  const verify = createVerifier({
    key: readFileSync(environment.ENDPAGE_JWT_PUBLIC_KEY_FILE, "ascii"),
    algorithms: ["RS256"],
    allowedIss: environment.ENDPAGE_JWT_ISSUER,
    allowedAud: environment.ENDPAGE_JWT_AUDIENCE,
  });
  return (authorization = "") => {
    try {
      return verify(authorization.replace("Bearer ", "")).sub;
    } catch {
      return null;
    }
  };
}
