/** Analytics link: the way into the analytics of a LIVE and of all. */

/** The way into the analytics. */
export async function loadAnalyticsLink(live, loaders) {
  const panel = "AnalyticsLink";
  if (!live.isShoppable) {
    return { ...live.notSupported(panel), sessionDetails: null, overall: null };
  }
  const item = await loaders.shop.load(live.asked("analytics_link"));
  const told = item.groups.analytics_link;
  return {
    ...live.readyFacts(panel, item),
    sessionDetails: told ? targetOf(told.session) : null,
    overall: told ? targetOf(told.overall) : null,
  };
}

function targetOf(told) {
  return {
    deepLink: told.deep_link,
    fallbackUrl: told.fallback_url,
    leastAppVersion: told.least_app_version,
    windowDays: told.window_days ?? null,
  };
}
