type Path = readonly (string | number)[];
type Json = Record<string, unknown>;

export interface GraphQLError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; retryable?: boolean; retryAfterMs?: number; requestId?: string };
}

/** A payload of an answer in parts, or an answer in one piece. */
export interface Payload {
  data?: Json | null;
  errors?: GraphQLError[];
  extensions?: Json;
  pending?: { id: string; path: Path; label?: string }[];
  incremental?: { id: string; subPath?: Path; data?: Json; errors?: GraphQLError[] }[];
  completed?: { id: string; errors?: GraphQLError[] }[];
  hasNext?: boolean;
}

/** An answer as far as it has come. */
export interface Result {
  data: Json | null;
  errors: GraphQLError[];
  extensions: Json;
  isWhole: boolean;
}

/** Puts what comes later in its place. */
export class Assembly {
  readonly result: Result = { data: null, errors: [], extensions: {}, isWhole: false };
  private readonly pending = new Map<string, Path>();

  add(payload: Payload): Result {
    const { result } = this;
    if (payload.data !== undefined) result.data = payload.data;
    result.errors.push(...(payload.errors ?? []));
    Object.assign(result.extensions, payload.extensions);
    payload.pending?.forEach(({ id, path }) => this.pending.set(id, path));
    payload.incremental?.forEach((part) => {
      result.errors.push(...(part.errors ?? []));
      const place = placeIn(result.data, [...(this.pending.get(part.id) ?? []), ...(part.subPath ?? [])]);
      if (place !== undefined && part.data !== undefined) merge(place, part.data);
    });
    payload.completed?.forEach(({ id, errors }) => {
      result.errors.push(...(errors ?? []));
      this.pending.delete(id);
    });
    result.isWhole = payload.hasNext !== true;
    return result;
  }
}

function placeIn(data: Json | null, path: Path): Json | undefined {
  let place: unknown = data;
  for (const step of path) {
    if (typeof place !== "object" || place === null) return undefined;
    place = (place as Record<string | number, unknown>)[step];
  }
  return typeof place === "object" && place !== null ? (place as Json) : undefined;
}

function merge(into: Json, from: Json): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (isObject(there) && isObject(value)) merge(there, value);
    else into[key] = value;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
