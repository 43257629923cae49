import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { Format } from "./format";
import { LANGUAGES, type Words } from "./words";

/** In which words and forms things are told. */
export interface Told {
  words: Words;
  format: Format;
  language: string;
}

export function toldIn(language: string, timeZone: string | undefined): Told {
  const words = LANGUAGES[language] ?? LANGUAGES["en"];
  if (words === undefined) throw new Error("There are no words.");
  return { words, format: new Format(language, timeZone), language };
}

export const ToldContext = createContext<Told>(toldIn("en", undefined));

export function useTold(): Told {
  return useContext(ToldContext);
}
