import type { PanelType } from "./panel-types";

/**
 * The panels as they were when this page was built, so that it need not wait for introspection, which may know of
 * others and has what they are for.
 */
export const KNOWN_PANELS: PanelType[] = [
  { field: "metrics", type: "Metrics", description: "" },
  { field: "benchmarks", type: "Benchmarks", description: "" },
  { field: "analyticsLink", type: "AnalyticsLink", description: "" },
  { field: "roomImprovements", type: "RoomImprovements", description: "" },
  { field: "accountImprovements", type: "AccountImprovements", description: "" },
  { field: "rewards", type: "Rewards", description: "" },
  { field: "journey", type: "Journey", description: "" },
  { field: "recordings", type: "Recordings", description: "" },
];
