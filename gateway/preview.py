"""Preview: the end page as a creator sees it, and beside it what a developer wants to know.

Built by `make web` with GraphiQL's page, whose route serves the assets of both. Mounted in
development only.
"""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute

from gateway.built_page import BUILT, built_page, origins, policy
from gateway.settings import Settings


def preview_routes(settings: Settings, built: Path = BUILT) -> list[BaseRoute]:
    """The route of the page, for a LIVE by the platform's id. `built` is where it is built."""
    page = built_page(
        "/preview/{session_id}",
        built / "preview.html",
        name="preview",
        title="The end page's preview",
        policy=policy_of(settings),
    )
    return [page]


def policy_of(settings: Settings) -> str:
    """What the page may load: its own, the recordings, and the answers of whom it asks."""
    recordings = origins(settings.public_url, settings.s3_bucket_url)
    return policy(
        {
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": f"'self' data: {recordings}",
            "media-src": f"'self' {recordings}",
            # Covers the WebSocket on this host and port too.
            "connect-src": f"'self' {origins(settings.preview_controls_url)}",
        }
    )
