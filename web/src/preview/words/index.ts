import { ar } from "./ar";
import { en, type Words } from "./en";
import { es } from "./es";

export type { Words };
export const LANGUAGES: Record<string, Words> = { en, es, ar };
const RIGHT_TO_LEFT = new Set(["ar"]);

/** How a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** The best of our languages for the browser's. */
export function browserLanguage(): string {
  for (const tag of navigator.languages) {
    const language = tag.split("-")[0] ?? "";
    if (language in LANGUAGES) return language;
  }
  return "en";
}

/** The sentence with what is told in the place of its braces. */
export function filled(sentence: string, told: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(told[name] ?? ""));
}
