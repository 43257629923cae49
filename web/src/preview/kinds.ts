/** Creators of every stage, by the kind of the LIVE that shows each. */
export const CREATORS: Record<string, string> = { new_creator: "New", growing_creator: "Growing", seasoned_creator: "Seasoned", top_creator: "Top" };

/** LIVEs that are unlike the others. */
export const CASES: Record<string, string> = {
  ended: "Just ended",
  live: "LIVE now",
  paused: "Paused",
  zero_views: "Zero views",
  two_currencies: "Two currencies",
  jpy: "JPY",
  vnd: "VND",
  suspended: "Suspended",
  continued: "Continued",
  cohort_too_small: "Cohort too small",
  restated: "Restated",
  settling: "Settling",
  final: "Final",
  affiliate: "Affiliate",
  not_shoppable: "Not shoppable",
  disconnected: "Connection lost",
  replay_processing: "Replay in the making",
  replay_partial: "Replay in part",
  replay_deleted: "Replay deleted",
  good_performance: "Nothing to suggest",
  marathon: "Marathon",
  beyond_32_bits: "Beyond 32 bits",
  midnight_crossing: "Over midnight",
  practice: "Practice",
  false_start: "False start",
};
