/** What the gateway answers, as far as the page asks for it. Times are ISO strings in UTC. */
export interface Money {
  amount: string;
  currencyCode: string;
}

export interface Figure {
  metric: string;
  missing: string | null;
  asOf: string;
  finality: string;
  isEstimated: boolean;
  finalAt: string | null;
  restatement: { from: string; at: string; reason: string } | null;
  money?: Money | null;
  count?: number | null;
  rate?: number | null;
  numerator?: number | null;
  denominator?: number | null;
  seconds?: number | null;
  average?: number | null;
}

export type PanelStatus = "READY" | "PARTIAL" | "PENDING" | "EMPTY" | "NOT_SUPPORTED";

/** What every panel says of itself. */
export interface Panel {
  __typename: string;
  id: string;
  status: PanelStatus;
  isStale: boolean;
  asOf: string;
  nextRefreshAt: string | null;
}

export interface Metrics extends Panel {
  headline: Figure[];
  sales: { directGmvByCurrency: Money[] };
}

export interface Comparison {
  metric: string;
  currencyCode: string | null;
  higherIsBetter: boolean;
  observed: Figure;
  peers: { average: number; topTen: number; delta: number | null; band: string | null } | null;
  own: { average: number; delta: number | null; points: { sessionId: string; endedAt: string; value: number }[] } | null;
}

export interface Benchmarks extends Panel {
  stage: string;
  level: string | null;
  cohort: {
    market: string;
    levelBand: string;
    categoryName: string;
    durationBucket: string;
    size: number;
    isSuppressed: boolean;
  } | null;
  tips: { code: string; topic: string; title: string; body: string }[];
  comparisons: Comparison[];
}

export interface Target {
  deepLink: string;
  fallbackUrl: string;
}

export interface AnalyticsLink extends Panel {
  sessionDetails: Target | null;
  overall: (Target & { windowDays: number | null }) | null;
}

export interface Improvement {
  suggestionId: string;
  dimension: string;
  severity: string;
  metric: string;
  observed: number | null;
  benchmark: number | null;
  title: string;
  body: string;
  action: { title: string; deepLink: string };
}

export interface Improvements extends Panel {
  outcome: string | null;
  windowDays?: number | null;
  violation?: {
    code: string;
    title: string | null;
    body: string | null;
    occurredAt: string;
    appealLink: string | null;
  } | null;
  improvements: Improvement[];
}

export interface Reward {
  rewardId: string;
  title: string;
  kind: string;
  amount: string | null;
  value: Money | null;
  rate: number | null;
  state: string;
  availableAt: string | null;
  reversal: { title: string } | null;
}

export interface TrendPoint {
  sessionId: string;
  endedAt: string;
  diamonds: number;
}

export interface Rewards extends Panel {
  diamondsReceived: number | null;
  items: Reward[];
  weekly: { rate: number; diamonds: string; state: string; addedAt: string | null } | null;
  trend: TrendPoint[];
}

/** A milestone, or a goal for a period. */
export interface Progress {
  code: string;
  tier?: string | null;
  title: string;
  unit: string;
  current: string;
  target: string;
  addedByThisLive: string | null;
  isReached: boolean;
  deadlineAt?: string | null;
  endsAt?: string | null;
}

export interface Journey extends Panel {
  level: { level: string; league: string; leagueChange: number | null; seasonEndsAt: string | null } | null;
  milestones: Progress[];
  goals: Progress[];
  opportunities: {
    opportunityId: string;
    type: string;
    title: string;
    reason: string;
    deepLink: string;
    expiresAt: string | null;
  }[];
}

export interface Recording {
  id: string;
  kind: string;
  state: string;
  reason: string | null;
  title: string;
  startsAtSeconds: number;
  durationSeconds: number;
  sizeBytes: number;
  productClicks: number;
  expiresAt: string | null;
  poster: { url: string; width: number; height: number } | null;
}

export interface Recordings extends Panel {
  replay: Recording | null;
  highlights: Recording[];
}

export interface Session {
  sessionId: string;
  title: string;
  state: string;
  revision: number;
  endReason: string | null;
  startedAt: string | null;
  endedAt: string | null;
  airSeconds: number;
  timeZone: string;
  displayCurrency: string;
  endPageState: string;
  continuedBy: { sessionId: string } | null;
}

export interface Update {
  reason: string;
  fetchAfterMs: number;
  isLast: boolean;
  session: Session;
}

/** A call that the gateway made for an answer; told in development. */
export interface UpstreamCall {
  upstream: string;
  keys: number;
  ms: number;
  outcome: string;
}

/** Why something could not be loaded. */
export interface Failure {
  code: string;
  isRetryable: boolean;
  retryAfterMs: number | null;
}
