"""GraphiQL in production: who is let in, by what, and what everybody else is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import BaseRoute

from gateway.developers import COOKIE, developers_only
from gateway.document_list import document_list_routes
from gateway.documents import Documents
from gateway.graphiql import graphiql_routes
from gateway.rates import Rates
from gateway.security_headers import SECURITY_HEADERS
from gateway.settings import Settings
from tests.gateway.documents_served import documents_served, token_of
from tests.gateway.serving import serving

PAGE = '<!doctype html><script type="module" src="/graphiql/assets/graphiql-abc123.js"></script>'
ASSET = "/graphiql/assets/graphiql-abc123.js"
BEHIND = (ASSET, "/graphiql/documents", "/graphiql/assets/missing.js", "/graphiql/")


@pytest.fixture(scope="module")
async def origin(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A gateway that lets developers alone see its pages."""
    built = tmp_path_factory.mktemp("built")
    (built / "assets").mkdir()
    (built / "graphiql.html").write_text(PAGE, encoding="utf-8")
    (built / "assets" / "graphiql-abc123.js").write_text("export {};", encoding="utf-8")
    (built / "known.graphql").write_text("query Known { viewer { creatorId } }", encoding="utf-8")

    def pages(settings: Settings, documents: Documents) -> list[BaseRoute]:
        ide = graphiql_routes(built, is_for_all=False)
        return developers_only([*ide, *document_list_routes(settings, documents)])

    folder = tmp_path_factory.mktemp("developers")
    changes = {"ENDPAGE_DOCUMENTS": str(built), "ENDPAGE_DOCUMENTS_ONLY": "true"}
    async with documents_served(folder, pages, **changes) as served:
        yield served


@pytest.fixture
async def client(origin: str) -> AsyncIterator[httpx.AsyncClient]:
    # The cookie is kept by hand: it is for https alone, which this is not.
    async with httpx.AsyncClient(base_url=f"http://{origin}") as client:
        yield client


def cookie(token: str) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={token}"}


def tokens_of_others() -> dict[str, str]:
    """What opens nothing: an ordinary creator's, one that has run out, and what is no token."""
    developer = token_of(is_developer=True)
    return {
        "ordinary": token_of(),
        "over": token_of(is_developer=True, seconds=-3600),
        "forged": developer[:-4] + "AAAA",
        "nonsense": "swordfish",
    }


async def test_who_shows_nothing_is_asked_for_a_token_and_told_nothing(
    client: httpx.AsyncClient,
) -> None:
    """The page says neither what is here nor who may see it; what is behind it is not there."""
    page = await client.get("/graphiql")
    assert page.status_code == 401
    assert page.headers["www-authenticate"] == "Bearer"
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers
    assert not [word for word in ("graphi", "graphql", "develop") if word in visible(page.text)]
    for path in BEHIND:
        answer = await client.get(path)
        assert (answer.status_code, answer.text) == (404, "Not found\n"), path


async def test_all_who_are_no_developers_are_told_the_same(client: httpx.AsyncClient) -> None:
    """By a cookie, a header or the form: an ordinary token is worth as much as none."""
    nothing = (await client.get("/graphiql")).text
    for kind, token in tokens_of_others().items():
        for shown in (cookie(token), {"authorization": f"Bearer {token}"}):
            page = await client.get("/graphiql", headers=shown)
            assert (page.status_code, page.text) == (401, nothing), kind
            assert (await client.get(ASSET, headers=shown)).status_code == 404, kind
        posted = await client.post("/graphiql", json={"token": token})
        assert (posted.status_code, posted.content) == (401, b""), kind
        assert "set-cookie" not in posted.headers, kind


async def test_a_developer_signs_in(client: httpx.AsyncClient) -> None:
    """The cookie is a browser's own, for these pages alone, and no longer than an hour or the
    token; with it they are there.
    """
    token = token_of(is_developer=True)
    signed_in = await client.post("/graphiql", json={"token": token})
    assert (signed_in.status_code, signed_in.content) == (204, b"")
    name_and_value, *told = signed_in.headers["set-cookie"].split("; ")
    assert name_and_value == f"{COOKIE}={token}"
    assert sorted(told) == ["HttpOnly", "Max-Age=3600", "Path=/graphiql", "SameSite=strict", "Secure"]
    short = await client.post("/graphiql", json={"token": token_of(is_developer=True, seconds=600)})
    (most,) = [one for one in short.headers["set-cookie"].split("; ") if "Max-Age" in one]
    assert 0 < int(most.removeprefix("Max-Age=")) <= 600

    page = await client.get("/graphiql", headers=cookie(token))
    assert (page.status_code, page.text) == (200, PAGE)
    asset = await client.get(ASSET, headers=cookie(token))
    assert asset.status_code == 200
    assert asset.headers["cache-control"] == "private, max-age=31536000, immutable"
    listed = await client.get("/graphiql/documents", headers=cookie(token))
    assert [one["name"] for one in listed.json()["documents"]] == ["Known"]
    by_header = await client.get("/graphiql", headers={"authorization": f"Bearer {token}"})
    assert by_header.status_code == 200


async def test_the_cookie_asks_nothing_of_the_api(client: httpx.AsyncClient) -> None:
    """Whatever a browser may be brought to send, the endpoint takes a header and no cookie."""
    shown = cookie(token_of(is_developer=True))
    asked = {"query": "{ __typename }"}
    assert (await client.post("/graphql", json=asked, headers=shown)).status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        {"content": b"token=x", "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"content": b'{"token": "x"}', "headers": {"content-type": "text/plain"}},
        {"json": {"token": "x" * 20_000}},
        {"json": {"token": 'x"; Path=/'}},
        {"json": {"token": "x\r\nset-cookie: y=z"}},
        {"json": {"token": 1}},
        {"json": ["token"]},
        {"content": b"\xff", "headers": {"content-type": "application/json"}},
    ],
)
async def test_what_is_no_form_of_ours_is_refused(
    client: httpx.AsyncClient, sent: dict[str, Any]
) -> None:
    """Another site's form, too much, and what would be more than a cookie."""
    answer = await client.post("/graphiql", **sent)
    assert (answer.status_code, answer.content) == (401, b"")
    assert "set-cookie" not in answer.headers


async def test_the_pages_are_as_guarded_as_any(client: httpx.AsyncClient) -> None:
    """Nobody shows them in a page of theirs, and the page that asks runs its own script alone."""
    page = await client.get("/graphiql")
    opened = await client.get("/graphiql", headers=cookie(token_of(is_developer=True)))
    for answer in (page, opened):
        for name, value in SECURITY_HEADERS:
            if name != b"content-security-policy":
                assert answer.headers[name.decode()] == value.decode()
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'none'" in policy
    asking = page.headers["content-security-policy"]
    assert "script-src 'sha256-" in asking
    assert "'unsafe-inline'" not in asking


def visible(page: str) -> str:
    """The page without its script, in small letters."""
    return page.partition("<script")[0].lower()


async def test_tokens_cannot_be_tried_for_long(tmp_path: Path) -> None:
    """Each that cannot be trusted counts, posted or shown; who shows none tries none."""
    rates = Rates(failures=3, now=lambda: 20.0)
    async with (
        serving(tmp_path, rates=rates, pages=lambda _: developers_only([])) as served,
        httpx.AsyncClient(base_url=f"http://{served.origin}", timeout=60) as client,
    ):
        tried = [await client.post("/graphiql", json={"token": "nonsense"}) for _ in range(2)]
        tried.append(await client.get("/graphiql", headers=cookie("nonsense")))
        assert [one.status_code for one in tried] == [401, 401, 401]
        good = served.token(is_developer=True)
        assert (await client.post("/graphiql", json={"token": good})).status_code == 429
        assert (await client.get("/graphiql", headers=cookie(good))).status_code == 429
        assert (await client.get("/graphiql")).status_code == 401
