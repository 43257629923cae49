"""GraphiQL: its page and assets, as `make web` has built them. For developers, in production."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute

from gateway.built_asset import asset_route
from gateway.built_page import BUILT, built_page, origins, policy


def graphiql_routes(
    built: Path = BUILT, *, controls: str | None = None, is_for_all: bool = True
) -> list[BaseRoute]:
    """Routes of the page and of its hashed assets.

    `built` is where they are built. `controls` is the address of the company's control room, which
    the page asks who there is. What is not `is_for_all` is kept by no cache that others share.
    """
    page = built_page(
        "/graphiql",
        built / "graphiql.html",
        name="graphiql",
        title="GraphiQL",
        policy=_policy(controls),
        is_for_all=is_for_all,
    )
    return [page, asset_route("/graphiql/assets/{name}", built / "assets", is_for_all=is_for_all)]


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
