/** Session: a LIVE as it is shown, and what its panels ask about it. */

import { lifeOf } from "./life.js";
import { FIGURES, numbersOf } from "./numbers.js";
import { globalId, instant } from "./words.js";

/** A LIVE, from its document. Fields that GraphQL shows have GraphQL's names. */
export class LiveSession {
  #item;
  #numbers;

  constructor(document, now) {
    const life = lifeOf(document);
    this.document = document;
    this.life = life;
    this.now = now;
    this.id = globalId("LiveSession", document._id);
    this.sessionId = document._id;
    this.title = document.title;
    this.state = life.state;
    this.startedAt = instant(life.startedAt);
    this.endedAt = instant(life.endedAt);
    this.endReason = life.endReason;
    this.airSeconds = Math.trunc(life.air);
    this.timeZone = document.time_zone;
    this.displayCurrency = document.display_currency;
    this.endPageState = life.pageState(document);
  }

  /** The end page of a LIVE that has one. */
  get endPage() {
    if (this.endPageState !== "AVAILABLE") return null;
    return { id: globalId("EndPage", this.sessionId), servedAt: this.now, session: this };
  }

  get isShoppable() {
    return this.document.products_added > 0;
  }

  get cursor() {
    const told = `${this.document.created_at.getTime()}:${this.sessionId}`;
    return Buffer.from(told).toString("base64url");
  }

  /** What is asked about this LIVE, and about its creator. */
  asked(...groups) {
    return { part: "sessions", id: this.sessionId, onBehalfOf: this.document.creator_id, groups };
  }

  askedOfCreator(...groups) {
    const creatorId = this.document.creator_id;
    return { part: "creators", id: creatorId, onBehalfOf: creatorId, groups };
  }

  /** What shop analytics counts; null for a LIVE without products. Asked once. */
  counted(loaders) {
    this.#item ??= this.isShoppable ? loaders.shop.load(this.asked(...FIGURES)) : null;
    return this.#item;
  }

  /** The numbers of this LIVE, worked out once. */
  async numbers(loaders) {
    const item = await this.counted(loaders);
    this.#numbers ??= numbersOf(this.document, this.life, item, this.now);
    return this.#numbers;
  }

  /** What every panel says of itself. */
  facts(panel, status, asOf, nextRefreshAt = null) {
    const id = globalId(panel, this.sessionId);
    return { __typename: panel, id, status, isStale: false, asOf, nextRefreshAt };
  }

  /** What a panel says that is there once its service has it. */
  readyFacts(panel, { isReady, asOf, nextRefreshAt }) {
    return isReady
      ? this.facts(panel, "READY", asOf)
      : this.facts(panel, "PENDING", asOf, nextRefreshAt);
  }

  /** What a panel says of a LIVE that sold nothing. */
  notSupported(panel) {
    return this.facts(panel, "NOT_SUPPORTED", this.now);
  }
}
