import { Held } from "./held";

export interface Call {
  upstream: string;
  /** Of the call, with those of others who asked at the same time. */
  keys: number;
  ownKeys: number;
  /** After the operation began; below 0 it was under way already, and was joined. */
  startMs: number;
  ms: number;
  outcome: string;
}

export interface KeptRead {
  upstream: string;
  keys: number;
  ageMs: number;
  isStale: boolean;
}

export interface Cost {
  requested: number;
  limit: number;
  actual?: number;
}

/** How the last answer was made, as far as the gateway tells. */
export interface LastAnswer {
  query: string;
  name: string;
  cost?: Cost;
  /** That the answer was refused, because it would cost too much. */
  isTooDear: boolean;
  made?: { calls: Call[]; kept: KeptRead[]; ms: number; ownMs: number };
  documentId?: string;
}

interface Payload {
  errors?: { extensions?: { code?: string; limit?: string; requested?: number; most?: number } }[];
  extensions?: {
    cost?: Cost;
    upstreams?: Call[];
    kept?: KeptRead[];
    gateway?: { ms: number; ownMs: number };
    documentId?: string;
  };
}

export const lastAnswer = new Held<LastAnswer | undefined>(undefined);

/** Take from an answer, or a part of one, what it tells of how it was made. */
export function hear(query: string, name: string, payload: unknown): void {
  if (typeof payload !== "object" || payload === null) return;
  const { errors, extensions } = payload as Payload;
  const before = lastAnswer.get();
  const answer: LastAnswer = before?.query === query ? { ...before } : { query, name, isTooDear: false };
  const refused = errors?.find((error) => error.extensions?.limit === "cost")?.extensions;
  if (refused?.requested !== undefined && refused.most !== undefined) {
    answer.cost = { requested: refused.requested, limit: refused.most };
    answer.isTooDear = true;
  }
  if (extensions?.cost) answer.cost = extensions.cost;
  if (extensions?.documentId) answer.documentId = extensions.documentId;
  if (extensions?.upstreams && extensions.gateway) {
    answer.made = { calls: extensions.upstreams, kept: extensions.kept ?? [], ...extensions.gateway };
  }
  lastAnswer.set(answer);
}

/** Forget the answer before, of which nothing holds for the one that is asked for now. */
export function begin(query: string, name: string): void {
  lastAnswer.set({ query, name, isTooDear: false });
}
