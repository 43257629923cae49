"""Front: every request finds its way, and every answer has the security headers."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.gateway.serving import serving


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/graphql?query={__typename}", 401),
        ("/graphql/?query={__typename}", 307),
        ("/livez", 200),
        ("/nothing", 404),
    ],
)
async def test_every_answer_has_the_headers(tmp_path: Path, path: str, status: int) -> None:
    """Whoever answers: the endpoint, a route, or nobody."""
    async with serving(tmp_path) as served, httpx.AsyncClient() as client:
        answer = await client.get(f"http://{served.origin}{path}")
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
