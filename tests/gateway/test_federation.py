"""Federation over sockets: a router is let in by its credential, and a creator by their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from gateway.federation import FEDERATION_PATH, ROUTER_HEADER, federation_routes
from gateway.setting_files import SecretFile
from gateway.subgraph import subgraph_over
from loaders.sources import Sources
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, SOMEBODY_ELSE
from tests.gateway.asking import refused
from tests.gateway.serving import Served, serving

CREDENTIAL = "r" * 32
ROUTER = {ROUTER_HEADER: CREDENTIAL}
ENTITY = {
    "query": "query ($keys: [_Any!]!) { _entities(representations: $keys)"
    " { ... on LiveSession { title } } }",
    "variables": {"keys": [{"__typename": "LiveSession", "sessionId": LIVE}]},
}
SDL = {"query": "query SubgraphIntrospectQuery { _service { sdl } }"}


@dataclass(frozen=True)
class Site:
    """A gateway that has a router, and the company behind it."""

    served: Served
    company: FakeCompany
    client: httpx.AsyncClient

    async def post(self, body: Any, **headers: str) -> httpx.Response:
        """What is answered at the router's address."""
        return await self.client.post(FEDERATION_PATH, json=body, headers=headers)


@pytest.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    company = FakeCompany()
    sources = cast("Sources", company.sources)
    async with (
        serving(
            tmp_path_factory.mktemp("federation"),
            sources=company.sources,
            subgraph=subgraph_over(sources, development=False),
            pages=federation_routes,
            federation_credential_file=SecretFile(Path("router"), CREDENTIAL.encode()),
        ) as served,
        httpx.AsyncClient(base_url=f"http://{served.origin}") as client,
    ):
        yield Site(served, company, client)


async def test_a_router_is_answered_for_the_creator(site: Site) -> None:
    """Its credential and the creator's token together."""
    response = await site.post(ENTITY, **ROUTER, **site.served.authorization)
    assert response.status_code == 200
    assert response.json() == {"data": {"_entities": [{"title": "Autumn coats"}]}}


async def test_a_router_sees_for_a_creator_what_is_theirs(site: Site) -> None:
    """The credential opens nobody's LIVEs: somebody else's is not found, whoever asks."""
    token = site.served.token(SOMEBODY_ELSE)
    response = await site.post(ENTITY, **ROUTER, authorization=f"Bearer {token}")
    assert response.json()["data"] == {"_entities": [None]}
    assert response.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {ROUTER_HEADER: ""},
        {ROUTER_HEADER: "wrong"},
        {ROUTER_HEADER: CREDENTIAL[:-1]},
        {ROUTER_HEADER: f"{CREDENTIAL}r"},
        {ROUTER_HEADER: f"Bearer {CREDENTIAL}"},
        {"x-api-key": CREDENTIAL},
    ],
    ids=str,
)
@pytest.mark.parametrize("body", [SDL, ENTITY], ids=["schema", "entity"])
async def test_without_the_credential_nothing_is_told(
    site: Site, body: Any, shown: dict[str, str]
) -> None:
    """403, though the creator's token is good; nothing is looked up."""
    finds = len(site.company.mongo.finds)
    response = await site.post(body, **shown, **site.served.authorization)
    assert refused(response) == (403, "ROUTER_NOT_TRUSTED")
    assert CREDENTIAL not in response.text
    assert len(site.company.mongo.finds) == finds


async def test_a_credential_that_is_sent_twice_is_refused(site: Site) -> None:
    """Which of the two was meant is not guessed."""
    headers = [*((name, value) for name, value in ROUTER.items()), *ROUTER.items()]
    response = await site.client.post(FEDERATION_PATH, json=SDL, headers=headers)
    assert refused(response) == (403, "ROUTER_NOT_TRUSTED")


async def test_a_router_reads_the_schema_before_any_creator_has_come(site: Site) -> None:
    """``_service`` needs no token."""
    response = await site.post(SDL, **ROUTER)
    assert response.status_code == 200
    assert (
        'type LiveSession implements Node @key(fields: "id")'
        in (response.json()["data"]["_service"]["sdl"])
    )


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer { id } }",
        "{ _service { sdl } viewer { id } }",
        "{ ...A } fragment A on Query { ... { viewer { id } } }",
        "{ __schema { queryType { name } } }",
        '{ _entities(representations: [{__typename: "Creator", creatorId: ""}]) { __typename } }',
        'mutation { revokeShare(input: {id: "1"}) { __typename } }',
        'subscription { liveSession(sessionId: "1") { isLast } }',
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_all_else_needs_a_creator(site: Site, query: str, accept: str) -> None:
    """The router alone is nobody: 401, and nothing is looked up."""
    finds = len(site.company.mongo.finds)
    response = await site.post({"query": query}, **ROUTER, accept=accept)
    assert refused(response) == (401, "UNAUTHENTICATED")
    assert len(site.company.mongo.finds) == finds


@pytest.mark.parametrize("authorization", ["", "Bearer nonsense"])
async def test_a_token_that_is_no_good_is_refused(site: Site, authorization: str) -> None:
    """A router that passes on a bad token is not taken for one without a creator."""
    response = await site.post(SDL, **ROUTER, authorization=authorization)
    assert refused(response) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_a_router_asks_by_post(site: Site, method: str) -> None:
    """Another method is 405, once the credential has been shown."""
    response = await site.client.request(method, FEDERATION_PATH, headers=ROUTER)
    assert refused(response) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "POST"
    unknown = await site.client.request(method, FEDERATION_PATH)
    assert refused(unknown) == (403, "ROUTER_NOT_TRUSTED")


async def test_the_public_address_is_another(site: Site) -> None:
    """The credential means nothing there, and its engine is the public one."""
    asked = len(site.served.engine.asked)
    headers = {**ROUTER, **site.served.authorization}
    await site.client.post("/graphql", json=ENTITY, headers=headers)
    assert len(site.served.engine.asked) == asked + 1
    without = await site.client.post("/graphql", json=SDL, headers=ROUTER)
    assert refused(without) == (401, "UNAUTHENTICATED")


async def test_without_the_setting_the_address_is_not_there(tmp_path: Path) -> None:
    """Off is the default: a router that is not meant to be there is told nothing."""
    async with serving(tmp_path, pages=federation_routes) as served:
        headers = {**ROUTER, **served.authorization}
        async with httpx.AsyncClient(base_url=f"http://{served.origin}") as client:
            response = await client.post(FEDERATION_PATH, json=ENTITY, headers=headers)
    assert response.status_code == 404
    assert served.engine.asked == []
