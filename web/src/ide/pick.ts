import type { Examples } from "../examples";
import { readJson, writeJson } from "../session";
import type { Start } from "../start";
import { changeTabs } from "../storage";

const PICKED = "endpage:picked";
const EXAMPLES = "endpage:examples";

/** Ask as another creator about a LIVE of theirs: all tabs are theirs when the page has loaded again. */
export function pick(token: string, session: string): void {
  writeJson(PICKED, { token, session });
  window.location.reload();
}

/** The start with whom was picked before this load; undefined when nobody was. Who signs in picks no LIVE. */
export function picked(start: Start): Start | undefined {
  const found = readJson<Partial<Pick<Start, "token" | "session">>>(PICKED);
  window.sessionStorage.removeItem(PICKED);
  return found && { ...start, ...found };
}

/** Put the new creator's token and things in the place of the old one's, in every tab but the running LIVE's. */
export function rewriteTabs(before: Start, after: Start, examples: Examples): void {
  const old = readJson<Examples>(EXAMPLES);
  const changes: [string, string][] = [
    [before.token, after.token],
    [before.session, after.session],
    ...(Object.keys(examples) as (keyof Examples)[]).map((key): [string, string] => [old?.[key] ?? "", examples[key]]),
  ];
  changeTabs((text) => {
    if (after.live !== "" && after.live !== before.session && text.includes(after.live)) return text;
    return changes.reduce((changed, [from, to]) => (from === "" ? changed : changed.replaceAll(from, to)), text);
  });
}

/** Remember which examples the tabs have been given. */
export function rememberExamples(examples: Examples): void {
  writeJson(EXAMPLES, examples);
}
