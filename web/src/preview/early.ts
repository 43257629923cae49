import "./preview.css";

import { askEarly } from "./asked";
import { pageDocument } from "./document";
import { KNOWN_PANELS } from "./known-panels";
import { readVisit, sessionInAddress } from "./visit";

// The page is asked for while the script that shows it is still on its way.
const visit = readVisit();
if (visit.token !== "") askEarly(visit, pageDocument(KNOWN_PANELS), { sessionId: sessionInAddress() });

void import("./main");
