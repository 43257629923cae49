"""Sign-in page: it asks for a token, and says nothing of what is behind it.

What stands in the page is all that it has: its script and its style are named by their hashes in
its policy, and it may talk to the place that it came from alone. The token is sent in the body of
a request, so that it is in no address, no history and no log.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from starlette.responses import HTMLResponse

from gateway.built_page import policy

_STYLE = """
body { max-width: 24rem; margin: 18vh auto; padding: 0 1.5rem; font: 1rem/1.6 system-ui }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
input, button { margin-top: .5rem; padding: .6rem .8rem; border: 1px solid GrayText }
input, button { border-radius: 8px }
"""
# The next page finds the token where its tabs look for whom they are to ask as.
_SCRIPT = """
const form = document.querySelector("form");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = document.querySelector("[role=status]");
  const token = form.elements.token.value.trim();
  told.textContent = "";
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    if (answer.status === 204) {
      sessionStorage.setItem("endpage:picked", JSON.stringify({ token }));
      location.reload();
    } else {
      told.textContent = answer.status === 401 ? "That was not accepted." : "Not possible now.";
    }
  } catch {
    told.textContent = "Not possible now.";
  }
});
"""
_PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in</title>
<style>{_STYLE}</style>
<main>
<h1>Sign in</h1>
<form>
<label for="token">Token</label>
<input id="token" name="token" type="password" required autocomplete="off" spellcheck="false">
<button type="submit">Sign in</button>
<p role="status"></p>
</form>
</main>
<script type="module">{_SCRIPT}</script>
</html>
"""


def sign_in_page() -> HTMLResponse:
    """The page, for whoever has not shown who they are."""
    return HTMLResponse(_PAGE, status_code=401, headers=_HEADERS)


def _hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_HEADERS = {
    "Content-Security-Policy": policy(
        {
            "script-src": _hash_of(_SCRIPT),
            "style-src": _hash_of(_STYLE),
            "connect-src": "'self'",
        }
    ),
    "Cache-Control": "no-store",
    "WWW-Authenticate": "Bearer",
}
