"""Preview: the end page as a creator sees it, and beside it what a developer wants to know.

Built by `make web` with GraphiQL's page, whose route serves the assets of both. Mounted in
development only.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.settings import Settings

_BUILT = Path(__file__).resolve().parent.parent / "web" / "dist"
_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The end page is not built</title>
<h1>The end page's preview is not built</h1>
<p>The gateway is running and answers at <code>/graphql</code>. Only this page is missing: it
is built from <code>web/</code> with Node.js 20.19 or newer and npm, by <code>make web</code>. Load
it again then; the gateway need not be restarted.</p>
</html>
"""


def preview_routes(settings: Settings, built: Path = _BUILT) -> list[BaseRoute]:
    """The route of the page, for a LIVE by the platform's id.

    `built` is the folder that `make web` fills. It may be missing, and may appear while the gateway
    runs: the page then says how to build it, or is simply there.
    """
    page_file = built / "preview.html"
    headers = {
        "Content-Security-Policy": policy_of(settings),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }

    # A plain function: Starlette runs it in a thread, where looking at a disk is right.
    def page(request: Request) -> Response:
        if not page_file.is_file():
            return HTMLResponse(_NOT_BUILT, status_code=503, headers=headers)
        return FileResponse(page_file, media_type="text/html", headers=headers)

    return [Route("/preview/{session_id}", page, name="preview")]


def policy_of(settings: Settings) -> str:
    """What the page may load: its own, the recordings, and the answers of whom it asks."""
    recordings = _origins(settings.public_url, settings.s3_bucket_url)
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: {recordings}",
        "media-src": f"'self' {recordings}",
        # Covers the WebSocket on this host and port too.
        "connect-src": f"'self' {_origins(settings.preview_controls_url)}".strip(),
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _origins(*urls: str | None) -> str:
    split = [urlsplit(url) for url in urls if url]
    return " ".join(dict.fromkeys(f"{url.scheme}://{url.netloc}" for url in split))
