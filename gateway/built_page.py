"""Built page: a page that `make web` has built from `web/`, under a policy of its own.

The folder may be missing, and may appear while the gateway runs: the page then says how to build
it, or is simply there. In production such pages are for developers only.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

BUILT = Path(__file__).resolve().parent.parent / "web" / "dist"
"""The folder that `make web` fills."""
_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>End page · TITLE is not built</title>
<style>
body { max-width: 38rem; margin: 18vh auto; padding: 0 1.5rem; font: 1rem/1.6 system-ui }
code, pre { font: 14px/1.6 ui-monospace, monospace }
pre { padding: .8rem 1rem; border-radius: 8px; border: 1px solid GrayText }
</style>
<h1>TITLE is not built</h1>
<p>The gateway is running and answers at <code>/graphql</code>. Only this page is missing: it is
built from <code>web/</code> with Node.js 20.19 or newer and npm.</p>
<pre>make web</pre>
<p>Then load this page again; the gateway need not be restarted.</p>
</html>
"""


def built_page(
    path: str, file: Path, *, name: str, title: str, policy: str, is_for_all: bool = True
) -> Route:
    """The route of the page that is built as ``file``; ``policy`` says what it may load. What is
    not ``is_for_all`` is kept by no cache that others share.
    """
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        # The page names its assets by their hashes, so it is the one thing to be asked for again.
        "Cache-Control": "no-cache" if is_for_all else "private, no-cache",
    }

    # A plain function: Starlette runs it in a thread, where looking at a disk is right.
    def page(_request: Request) -> Response:
        if not file.is_file():
            told = _NOT_BUILT.replace("TITLE", title)
            return HTMLResponse(told, status_code=503, headers=headers)
        return FileResponse(file, media_type="text/html", headers=headers)

    return Route(path, page, name=name)


def policy(rules: dict[str, str]) -> str:
    """A Content-Security-Policy: ``rules`` say from where each kind of thing may come. What they do
    not name comes from nowhere, and nobody may show the page in one of theirs.
    """
    closed = {"base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}
    whole = {"default-src": "'none'", **rules, **closed}
    return "; ".join(f"{name} {sources}".rstrip() for name, sources in whole.items())


def origins(*urls: str | None) -> str:
    """The origins of the addresses that there are, each once."""
    split = [urlsplit(url) for url in urls if url]
    return " ".join(dict.fromkeys(f"{url.scheme}://{url.netloc}" for url in split))
