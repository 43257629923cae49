"""GraphiQL's page and its assets, as `make web` has built them. Mounted in development only."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

_BUILT = Path(__file__).resolve().parent.parent / "web" / "dist"

# No other host is named: the page must work with no internet, and tells nobody that it was opened.
_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        # Monaco positions every line by inline styles and adds its themes as <style> elements.
        "style-src 'self' 'unsafe-inline'",
        # GraphiQL's fonts and Monaco's icons are data URLs in the bundled style sheet.
        "font-src 'self' data:",
        "img-src 'self' data:",
        "worker-src 'self' blob:",
        # Covers the WebSocket on this host and port too. Where the controls are comes after it.
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_PAGE_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # The page names its assets by their hashes, so it is the one thing to be asked for again.
    "Cache-Control": "no-cache",
}
_ASSET_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}
_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>End page · GraphiQL is not built</title>
<style>
body { max-width: 38rem; margin: 18vh auto; padding: 0 1.5rem; font: 1rem/1.6 system-ui }
code, pre { font: 14px/1.6 ui-monospace, monospace }
pre { padding: .8rem 1rem; border-radius: 8px; border: 1px solid GrayText }
</style>
<h1>GraphiQL is not built</h1>
<p>The gateway is running and answers at <code>/graphql</code>. Only this page is missing: it is
built from <code>web/</code> with Node.js 20.19 or newer and npm.</p>
<pre>make web</pre>
<p>Then load this page again; the gateway need not be restarted.</p>
</html>
"""


def graphiql_routes(built: Path = _BUILT, *, controls: str | None = None) -> list[BaseRoute]:
    """Routes of the page and of its hashed assets.

    `built` is the folder that `make web` fills. It may be missing, and may appear while the gateway
    runs: the page then says how to build it, or is simply there. `controls` is the address of the
    company's control room, which the page asks who there is.
    """
    page_headers = {**_PAGE_HEADERS, "Content-Security-Policy": _policy(controls)}
    page_file = built / "graphiql.html"
    assets = built / "assets"

    # Both are plain functions: Starlette runs them in a thread, where looking at a disk is right.
    def page(request: Request) -> Response:
        if not page_file.is_file():
            return HTMLResponse(_NOT_BUILT, status_code=503, headers=page_headers)
        return FileResponse(page_file, media_type="text/html", headers=page_headers)

    def asset(request: Request) -> Response:
        # `{name}` matches no slash, and is looked up among the files there are: never joined.
        name = request.path_params["name"]
        found = next((file for file in assets.glob("*") if file.name == name), None)
        if found is None or not found.is_file():
            return PlainTextResponse("Not found\n", status_code=404)
        return FileResponse(found, headers=_ASSET_HEADERS)

    return [
        Route("/graphiql", page, name="graphiql"),
        Route("/graphiql/assets/{name}", asset, name="graphiql_asset"),
    ]


def _policy(controls: str | None) -> str:
    if controls is None:
        return _CONTENT_SECURITY_POLICY
    url = urlsplit(controls)
    own, other = "connect-src 'self'", f"{url.scheme}://{url.netloc}"
    return _CONTENT_SECURITY_POLICY.replace(own, f"{own} {other}")
