"""GraphiQL's files over HTTP: what is cached, what is refused, what is said without a build."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from gateway.graphiql import graphiql_routes

PAGE = '<!doctype html><script type="module" src="/graphiql/assets/graphiql-abc123.js"></script>'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as the build leaves it."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "graphiql.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "assets" / "graphiql-abc123.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not an asset", encoding="utf-8")
    return tmp_path


async def get(built: Path, path: str, *, controls: str | None = None) -> httpx.Response:
    routes = graphiql_routes(built, controls=controls)
    transport = httpx.ASGITransport(app=Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        return await client.get(path)


async def test_the_page_is_asked_for_anew_and_may_talk_to_nobody_else(built: Path) -> None:
    """The page is revalidated, and its policy names no host but its own."""
    answer = await get(built, "/graphiql")
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "http" not in policy
    assert "*" not in policy


async def test_the_page_may_ask_the_control_room_that_it_is_told_of(built: Path) -> None:
    """Where it finds out who there is, and nowhere else."""
    answer = await get(built, "/graphiql", controls="http://127.0.0.1:9/")
    policy = answer.headers["content-security-policy"]
    assert "; connect-src 'self' http://127.0.0.1:9;" in policy
    assert policy.count("http") == 1


async def test_assets_are_kept_for_ever(built: Path) -> None:
    """An asset's name changes with its content, so that it need never be asked for again."""
    answer = await get(built, "/graphiql/assets/graphiql-abc123.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepted", "coding", "body"),
    [
        ("gzip, deflate, br", "br", "smallest"),
        ("gzip", "gzip", "smaller"),
        ("br;q=0, gzip;q=0.5", "gzip", "smaller"),
        ("identity", None, "export {};"),
        ("zstd", None, "export {};"),
    ],
)
async def test_an_asset_comes_in_the_smallest_form_that_can_be_read(
    built: Path, accepted: str, coding: str | None, body: str
) -> None:
    """The forms that the build has put beside it are what it is, in a coding of their own."""
    script = built / "assets" / "graphiql-abc123.js"
    script.with_name(f"{script.name}.br").write_text("smallest", encoding="utf-8")
    script.with_name(f"{script.name}.gz").write_text("smaller", encoding="utf-8")
    asked = {"accept-encoding": accepted}
    transport = httpx.ASGITransport(app=Starlette(routes=graphiql_routes(built)))
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://gateway") as client,
        client.stream("GET", f"/graphiql/assets/{script.name}", headers=asked) as answer,
    ):
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert (answer.headers.get("content-encoding"), raw.decode()) == (coding, body)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/graphiql/assets/missing.js",
        "/graphiql/assets/..%2Fsecret.txt",
        "/graphiql/assets/%2e%2e/secret.txt",
        "/graphiql/assets/..%5Csecret.txt",
        "/graphiql/assets/*",
    ],
)
async def test_nothing_else_is_served(built: Path, path: str) -> None:
    """No name leads out of the folder of assets."""
    assert (await get(built, path)).status_code == 404


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    """A gateway without GraphiQL's files is honest about it."""
    answer = await get(tmp_path, "/graphiql")
    assert answer.status_code == 503
    assert "make web" in answer.text
    assert (await get(tmp_path, "/graphiql/assets/graphiql-abc123.js")).status_code == 404
