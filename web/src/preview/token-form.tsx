/** @jsxImportSource preact */
import { useState } from "preact/hooks";

/** Who asks, when the link did not say. */
export function TokenForm({ hasFailed, take }: { hasFailed: boolean; take: (token: string) => void }) {
  const [token, setToken] = useState("");
  return (
    <form
      class="token"
      lang="en"
      dir="ltr"
      onSubmit={(event) => {
        event.preventDefault();
        take(token.trim());
      }}
    >
      <h1>Whose end page?</h1>
      <p>Open the link that <code>endpage dev</code> prints, or paste what <code>endpage token</code> gives.</p>
      {hasFailed && <p role="alert">The gateway did not take this token.</p>}
      <label for="token">Development token</label>
      <input id="token" autocomplete="off" value={token} onInput={(event) => setToken(event.currentTarget.value)} />
      <button type="submit" class="action" disabled={token.trim() === ""}>
        Show the page
      </button>
    </form>
  );
}
