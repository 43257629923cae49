/** Life: what the events of a LIVE's document come to. The bench asks for LIVEs that are over. */

const ON_AIR = new Set(["STARTED", "RESUMED", "RECONNECTED"]);
const OFF_AIR = new Set(["PAUSED", "DISCONNECTED"]);

class Life {
  startedAt = null;
  endedAt = null;
  endReason = null;
  isCancelled = false;
  onAirSince = null;
  air = 0;

  get state() {
    if (this.endedAt !== null) return "ENDED";
    if (this.isCancelled) return "CANCELLED";
    return this.startedAt ? "LIVE" : "SCHEDULED";
  }

  pageState(document) {
    if (this.state === "CANCELLED") return "CANCELLED";
    if (this.state !== "ENDED") return "NOT_ENDED";
    if (document.is_practice) return "PRACTICE";
    const comments = document.last_tick ? document.last_tick.comments : 0;
    const isShort = Math.trunc(this.air) < 120 && comments < 10;
    return isShort && this.endReason !== "PLATFORM_SUSPENDED" ? "FALSE_START" : "AVAILABLE";
  }

  begin(at) {
    this.startedAt ??= at;
    this.onAirSince ??= at;
    this.endedAt = this.endReason = null;
  }

  offAir(at) {
    if (this.onAirSince === null) return;
    this.air += Math.max(at - this.onAirSince, 0) / 1000;
    this.onAirSince = null;
  }

  end(at, reason) {
    if (this.endedAt !== null) return;
    this.offAir(at);
    this.endedAt = at;
    this.endReason = reason;
  }
}

/** The life that a document of ``live_sessions`` tells. */
export function lifeOf(document) {
  const life = new Life();
  for (const { kind, at, reason } of document.events.toSorted((a, b) => a.revision - b.revision)) {
    if (ON_AIR.has(kind)) life.begin(at);
    else if (OFF_AIR.has(kind)) {
      if (life.endedAt === null) life.offAir(at);
    } else if (kind === "ENDED") life.end(at, reason);
    else if (kind === "SUSPENDED") life.end(at, "PLATFORM_SUSPENDED");
    else if (kind === "CONTINUED") life.end(at, "DEVICE_SWITCH");
    else if (kind === "CANCELLED") life.isCancelled = true;
  }
  return life;
}
