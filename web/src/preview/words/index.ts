import { ar } from "./ar";
import { en, type Words } from "./en";
import { es } from "./es";
import type { Spoken } from "./languages";

export type { Words };
export { directionOf } from "./languages";
export const LANGUAGES: Record<string, Words> = { en, es, ar } satisfies Record<Spoken, Words>;

/** The sentence with what is told in the place of its braces. */
export function filled(sentence: string, told: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(told[name] ?? ""));
}
