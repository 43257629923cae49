"""Caching: a gateway as production runs it tells its clients how long an answer is good."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.app.product import OPERATIONS, Product, eventually
from tests.gateway.tokens_of import AUDIENCE, ISSUER, signed
from upstreams.launch import Running

KEPT = re.compile(r"private, max-age=([1-9][0-9]*)")
PAGE = "query ($id: ID!) { endPage(sessionId: $id) { metrics { status } rewards { status } } }"
STATE = "query ($id: ID!) { liveSession(sessionId: $id) { state } }"

Ask = Callable[..., Coroutine[Any, Any, httpx.Response]]


@pytest.fixture(scope="module")
async def ask(
    running: Running, whole: Product, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Ask]:
    """Ask it by GET, as the creator of a kind."""
    folder: Path = tmp_path_factory.mktemp("production")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = folder / "issuer.pem"
    pem.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    changes = {
        "ENDPAGE_ENVIRONMENT": "production",
        "ENDPAGE_JWT_SECRET_FILE": "",
        "ENDPAGE_JWT_PUBLIC_KEY_FILE": str(pem),
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_KEPT_MEGABYTES": "64",
        **UNHURRIED,
    }

    async def asked(kind: str, query: str, **headers: str) -> httpx.Response:
        token = signed(key, "RS256", sub=whole.creator(kind))
        variables = f'{{"id":"{whole.session(kind)}"}}'
        return await whole.client.get(
            process.url,
            params={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}", **headers},
        )

    async with gateway_over(running, folder, **changes) as process:
        yield asked


async def fresh_page(ask: Ask) -> httpx.Response:
    """The page of a LIVE that is final, when nothing of it is stale."""
    return await eventually(lambda: ask("final", PAGE), until=lambda told: "etag" in told.headers)


async def test_a_page_that_is_final_may_be_kept(ask: Ask) -> None:
    """For as long as the LIVE itself is taken for unchanged, and never by anybody else."""
    response = await fresh_page(ask)
    assert response.json()["data"]["endPage"]["metrics"]["status"] == "READY"
    kept = KEPT.fullmatch(response.headers["cache-control"])
    assert kept is not None
    assert int(kept[1]) <= 60
    assert "authorization" in response.headers["vary"]
    assert "date" in response.headers
    assert "extensions" not in response.json()


async def test_a_copy_holds_until_the_page_changes(ask: Ask) -> None:
    """A client that asks again is told so without a body."""
    tag = (await fresh_page(ask)).headers["etag"]
    again = await ask("final", PAGE, **{"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = await ask("final", PAGE.replace("status", "isStale"), **{"if-none-match": tag})
    assert other.status_code == 200


async def test_a_live_that_runs_is_asked_for_each_time(ask: Ask) -> None:
    """Its next event may come at any moment."""
    response = await ask("live", STATE)
    assert response.json()["data"]["liveSession"]["state"] == "LIVE"
    assert response.headers["cache-control"] == "private, no-cache"


async def test_a_page_that_tells_of_an_error_is_kept_by_nobody(ask: Ask) -> None:
    """What failed may be there in a moment."""
    response = await ask(
        "final", PAGE.replace("{", '{ other: liveSession(sessionId: "0") { id }', 1)
    )
    assert [error["path"] for error in response.json()["errors"]] == [["other"]]
    assert response.headers["cache-control"] == "no-store"


async def test_a_whole_page_is_compressed(ask: Ask) -> None:
    """The APP's own operation, in less than a quarter of its bytes."""
    document = OPERATIONS["EndPageFull"].replace("$sessionId", "$id")
    response = await ask("final", document, **{"accept-encoding": "gzip"})
    assert response.json()["data"]["endPage"]["id"]
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) < len(response.content) / 4
