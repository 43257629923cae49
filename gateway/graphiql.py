"""GraphiQL's page and its assets, as `make web` has built them. Mounted in development only."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.built_page import BUILT, built_page, origins, policy

_ASSET_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


def graphiql_routes(built: Path = BUILT, *, controls: str | None = None) -> list[BaseRoute]:
    """Routes of the page and of its hashed assets.

    `built` is where they are built. `controls` is the address of the company's control room, which
    the page asks who there is.
    """
    page = built_page(
        "/graphiql",
        built / "graphiql.html",
        name="graphiql",
        title="GraphiQL",
        policy=_policy(controls),
    )
    assets = built / "assets"

    # A plain function: Starlette runs it in a thread, where looking at a disk is right.
    def asset(request: Request) -> Response:
        # `{name}` matches no slash, and is looked up among the files there are: never joined.
        name = request.path_params["name"]
        found = next((file for file in assets.glob("*") if file.name == name), None)
        if found is None or not found.is_file():
            return PlainTextResponse("Not found\n", status_code=404)
        return FileResponse(found, headers=_ASSET_HEADERS)

    return [page, Route("/graphiql/assets/{name}", asset, name="graphiql_asset")]


def _policy(controls: str | None) -> str:
    # No other host is named: the page must work with no internet, and tells nobody that it was
    # opened.
    return policy(
        {
            "script-src": "'self'",
            # Monaco positions every line by inline styles and adds its themes as <style> elements.
            "style-src": "'self' 'unsafe-inline'",
            # GraphiQL's fonts and Monaco's icons are data URLs in the bundled style sheet.
            "font-src": "'self' data:",
            "img-src": "'self' data:",
            "worker-src": "'self' blob:",
            # Covers the WebSocket on this host and port too.
            "connect-src": f"'self' {origins(controls)}",
        }
    )
