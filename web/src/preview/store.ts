import type { Client } from "graphql-ws";

import { setServerTime } from "./clock";
import type { Failure, Panel, Session, Update, UpstreamCall } from "./data";
import { LIVE_DOCUMENT, pageDocument, refreshDocument } from "./document";
import type { GraphQLError, Result } from "./incremental";
import type { PanelType } from "./panel-types";
import { type Asking, askInParts, failureOf, Refused, socketOf } from "./transport";
import { nextLook } from "./next-look";
import { nextPaint } from "./next-paint";

/** A panel between being asked for and being there. */
export interface PanelView {
  /** Undefined until it has come, and when it could not be loaded. */
  panel?: Panel;
  /** Why it could not be loaded, or not again. */
  failure?: Failure;
  isLoading: boolean;
  /** How often it was stale in a row. The first time, a newer one may be on its way already. */
  staleLooks?: number;
}

/** An answer of the gateway, as a developer wants to see it. */
export interface Asked {
  label: string;
  ms: number;
  calls: UpstreamCall[];
}

export type Link = "connecting" | "connected" | "lost" | "back" | "over";

export interface State {
  session?: Session;
  sessionFailure?: Failure;
  /** When what is known of the session was told, in milliseconds of this machine. */
  toldAt: number;
  link: Link;
  /** Whether the page is being waited for, so that not all who ended at once ask at once. */
  isHeld: boolean;
  pageFailure?: Failure;
  /** Whether there is a page: it was asked for, and has begun to come. */
  isThere: boolean;
  /** Whether the LIVE has ended before the eyes of who looks. */
  hasTurned: boolean;
  panels: Record<string, PanelView>;
  document: string;
  asked: Asked[];
}

interface Load {
  isAnew?: boolean;
  isFirst?: boolean;
  panels?: PanelType[];
}

const MOST_ASKED = 12;

/** One LIVE, from running to its end page. Made anew for another LIVE, creator or language. */
export class Store {
  state: State;
  private readonly listeners = new Set<() => void>();
  private readonly socket: Client;
  private readonly stopping = new AbortController();
  private loading = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private holding: ReturnType<typeof setTimeout> | undefined;
  private lastLook = new Map<string, number>();
  /** Whether all that will be told of the LIVE has been: there is no socket then that would come back. */
  private isOver = false;

  constructor(
    readonly sessionId: string,
    private readonly asking: Asking,
    private selected: PanelType[],
  ) {
    this.state = this.fresh();
    this.socket = socketOf(asking, {
      isConnected: () => this.set({ link: this.state.link === "lost" ? "back" : "connected" }),
      isLost: () => {
        if (!this.isOver) this.set({ link: "lost" });
      },
    });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Begin to listen. */
  open(): void {
    const { signal } = this.stopping;
    window.addEventListener("offline", () => this.hasGoneOffline(), { signal });
    window.addEventListener("online", () => this.isBackOnline(), { signal });
    document.addEventListener("visibilitychange", () => this.plan(), { signal });
    void this.follow();
    void this.loadFirst();
  }

  close(): void {
    this.stopping.abort();
    this.loading.abort();
    clearTimeout(this.timer);
    clearTimeout(this.holding);
    void this.socket.dispose();
  }

  /** Other panels: what has come of those that stay is kept until the new answer is there. */
  select(panels: PanelType[]): void {
    const isSame = namesOf(panels) === namesOf(this.selected);
    this.selected = panels;
    if (isSame) return;
    const kept = Object.fromEntries(
      panels.flatMap(({ field }) => (this.state.panels[field] ? [[field, this.state.panels[field]]] : [])),
    );
    this.set({ panels: kept, document: pageDocument(panels) });
    if (this.state.isThere) void this.load({ isAnew: true });
  }

  /** The whole page again, with nothing that was read before. */
  reload(): void {
    if (this.state.isThere || this.state.pageFailure) void this.load({ isAnew: true });
  }

  /** One panel that could not be loaded, again. */
  retry(field: string): void {
    const panel = this.selected.find((type) => type.field === field);
    if (panel !== undefined) void this.load({ isAnew: true, panels: [panel] });
  }

  private fresh(): State {
    return {
      toldAt: Date.now(),
      link: "connecting",
      isHeld: false,
      isThere: false,
      hasTurned: false,
      panels: {},
      document: pageDocument(this.selected),
      asked: [],
    };
  }

  private set(change: Partial<State>): void {
    if (this.stopping.signal.aborted) return;
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }

  private async follow(): Promise<void> {
    const query = { query: LIVE_DOCUMENT, variables: { sessionId: this.sessionId } };
    try {
      for await (const result of this.socket.iterate<{ liveSession: Update }>(query)) {
        const update = result.data?.liveSession;
        if (update) this.hear(update);
        else this.set({ sessionFailure: failureOf(result.errors?.[0] as GraphQLError | undefined) });
      }
      this.finish({});
    } catch (error) {
      const failure = Array.isArray(error)
        ? failureOf(error[0] as GraphQLError)
        : { code: error instanceof CloseEvent && error.code === 4401 ? "UNAUTHENTICATED" : "NETWORK", isRetryable: false, retryAfterMs: null };
      this.finish({ sessionFailure: failure });
    }
  }

  private finish(change: Partial<State>): void {
    this.isOver = true;
    this.set({ ...change, link: "over" });
  }

  /** An update is the whole state. One with a lower revision is older than what is known. */
  private hear(update: Update): void {
    const before = this.state.session;
    const { session } = update;
    if (before !== undefined && session.revision < before.revision) return;
    const hasPage = session.endPageState === "AVAILABLE";
    const hasTurned = hasPage && before !== undefined && before.endPageState !== "AVAILABLE";
    this.set({ session, toldAt: Date.now(), ...(hasTurned && { hasTurned }) });
    if (!hasPage) {
      // An end may be taken back: what was told of it is then void.
      clearTimeout(this.holding);
      this.loading.abort();
      this.set({ isThere: false, isHeld: false, panels: {}, hasTurned: false });
    } else if (!this.state.isThere && !this.state.isHeld) {
      this.set({ isHeld: true });
      this.holding = setTimeout(() => {
        this.set({ isHeld: false });
        void this.load({});
      }, update.fetchAfterMs);
    }
  }

  /** The page, before it is known that there is one: mostly there is. */
  private async loadFirst(): Promise<void> {
    await this.load({ isFirst: true });
    // It may have come into being meanwhile; and what could not be had is asked for once more.
    if (!this.state.isThere && !this.state.isHeld && this.state.session?.endPageState === "AVAILABLE") void this.load({});
  }

  /** The page in parts, or some panels of it. Of what is asked for first, no failure is told: the LIVE's is. */
  private async load({ isAnew = false, isFirst = false, panels = this.selected }: Load): Promise<void> {
    const isWhole = panels === this.selected;
    if (isWhole) {
      this.loading.abort();
      this.loading = new AbortController();
    }
    const { signal } = this.loading;
    this.begin(panels, isWhole);
    const began = performance.now();
    try {
      for await (const result of askInParts(
        this.asking,
        pageDocument(panels),
        { sessionId: this.sessionId },
        { isAnew, signal },
      )) {
        if (signal.aborted) return;
        this.take(result, panels, { isAnew, isFirst });
        if (!this.state.isThere) continue;
        if (result.isWhole) this.note(isWhole ? "page" : panels.map(({ field }) => field).join(), began, result);
        // What came first is seen first, and not when all of it has been drawn.
        else if (isWhole) await nextPaint();
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof Refused)) return;
      if (isFirst && !this.hasAnything()) this.set({ isThere: false, panels: {} });
      else this.fail(panels, error.failure);
    }
    this.plan();
  }

  private hasAnything(): boolean {
    return Object.values(this.state.panels).some(({ panel, failure }) => panel !== undefined || failure !== undefined);
  }

  private begin(panels: PanelType[], isWhole: boolean): void {
    const views = { ...this.state.panels };
    for (const { field } of panels) views[field] = { ...views[field], isLoading: true };
    this.set({ panels: views, isThere: true });
    if (isWhole) {
      const { pageFailure: _, ...rest } = this.state;
      this.state = rest;
    }
  }

  /** What has come of the answer so far. What has not yet is still being loaded. */
  private take(result: Result, panels: PanelType[], { isAnew, isFirst }: { isAnew: boolean; isFirst: boolean }): void {
    const page = result.data?.["endPage"] as Record<string, unknown> | null | undefined;
    if (!page) {
      this.set({ isThere: false, ...(isFirst ? { panels: {} } : { pageFailure: failureOf(result.errors[0]) }) });
      return;
    }
    if (typeof page["servedAt"] === "string") setServerTime(page["servedAt"]);
    const session = page["session"] as Session | undefined;
    // The subscription tells it too, and goes on telling it.
    if (session && session.revision > (this.state.session?.revision ?? -1)) this.set({ session, toldAt: Date.now() });
    const views = { ...this.state.panels };
    for (const { field } of panels) {
      // The answer grows: what has come with an earlier part is no second look.
      if (!views[field]?.isLoading) continue;
      const panel = page[field] as Panel | null | undefined;
      // What was asked for anew, and is old all the same, cannot be had.
      if (panel) views[field] = shown(panel, isAnew ? { isLoading: true, panel, staleLooks: 1 } : views[field]);
      else if (panel === null) {
        const error = result.errors.find(({ path }) => path?.[1] === field);
        // What was there before stays, and says that it could not be had anew.
        views[field] = { ...views[field], failure: failureOf(error), isLoading: false };
      }
    }
    this.set({ panels: views });
  }

  private fail(panels: PanelType[], failure: Failure): void {
    const views = { ...this.state.panels };
    for (const { field } of panels) {
      if (views[field]?.isLoading) views[field] = { ...views[field], failure, isLoading: false };
    }
    this.set({ panels: views });
  }

  /** Look again at the panel that has something new first, when it has; not while nobody looks. */
  private plan(): void {
    clearTimeout(this.timer);
    if (this.stopping.signal.aborted || document.hidden) return;
    const look = nextLook(this.state.panels, this.lastLook);
    if (look === undefined) return;
    this.timer = setTimeout(() => void this.refresh(look.fields), look.waitMs);
  }

  private async refresh(fields: string[]): Promise<void> {
    const panels = fields.flatMap((field) => {
      const panel = this.state.panels[field]?.panel;
      return panel ? [{ field, type: panel.__typename, id: panel.id }] : [];
    });
    const now = Date.now();
    fields.forEach((field) => this.lastLook.set(field, now));
    const variables = Object.fromEntries(panels.map(({ id }, at) => [`id${at}`, id]));
    const began = performance.now();
    const { signal } = this.loading;
    try {
      for await (const result of askInParts(this.asking, refreshDocument(panels), variables, { signal })) {
        if (signal.aborted) return;
        const views = { ...this.state.panels };
        panels.forEach(({ field }, at) => {
          const panel = result.data?.[`panel${at}`] as Panel | null | undefined;
          const error = result.errors.find(({ path }) => path?.[0] === `panel${at}`);
          if (panel) views[field] = shown(panel, views[field]);
          else if (views[field]) views[field] = { ...views[field], failure: failureOf(error), isLoading: false };
        });
        this.set({ panels: views });
        this.note(fields.join(), began, result);
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof Refused)) return;
      const views = { ...this.state.panels };
      for (const field of fields) views[field] = { ...views[field], failure: error.failure, isLoading: false };
      this.set({ panels: views });
    }
    this.plan();
  }

  private note(label: string, began: number, result: Result): void {
    const calls = (result.extensions["upstreams"] ?? []) as UpstreamCall[];
    const asked = { label, ms: performance.now() - began, calls };
    this.set({ asked: [asked, ...this.state.asked].slice(0, MOST_ASKED) });
  }

  private hasGoneOffline(): void {
    this.set({ link: "lost" });
    this.socket.terminate();
  }

  private isBackOnline(): void {
    const hasPage = this.state.session?.endPageState === "AVAILABLE";
    if (hasPage || this.isOver) this.set({ link: "back" });
    if (hasPage) void this.load({});
  }
}

function shown(panel: Panel, before: PanelView | undefined): PanelView {
  if (!panel.isStale) return { panel, isLoading: false };
  return { panel, isLoading: false, staleLooks: (before?.panel?.isStale ? (before.staleLooks ?? 0) : 0) + 1 };
}

function namesOf(panels: PanelType[]): string {
  return panels.map(({ field }) => field).join();
}
