/** The languages that the page speaks. Their words are in files of their own. */
export const SPOKEN = ["en", "es", "ar"] as const;
export type Spoken = (typeof SPOKEN)[number];
const RIGHT_TO_LEFT = new Set(["ar"]);

export function isSpoken(language: string): language is Spoken {
  return (SPOKEN as readonly string[]).includes(language);
}

/** How a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** The best of our languages for the browser's. */
export function browserLanguage(): Spoken {
  for (const tag of navigator.languages) {
    const language = tag.split("-")[0] ?? "";
    if (isSpoken(language)) return language;
  }
  return "en";
}
