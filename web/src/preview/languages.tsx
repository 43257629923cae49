/** @jsxImportSource preact */
import { useTold } from "./told";
import { LANGUAGES } from "./words";

/** Which language the page is in. */
export function Languages({ language, choose }: { language: string; choose: (language: string) => void }) {
  const { words } = useTold();
  return (
    <div class="languages" role="group" aria-label={words.language}>
      {Object.entries(LANGUAGES).map(([code, { name }]) => (
        <button type="button" lang={code} aria-pressed={code === language} onClick={() => choose(code)}>
          {name}
        </button>
      ))}
    </div>
  );
}
