"""Known documents alone, and developers: the whole way over sockets, with the real engine."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from typer.testing import CliRunner

from gateway.cli import app
from gateway.development import StateDirectory
from gateway.document_id import hash_of
from gateway.document_start import documents_from
from gateway.keys import OneKey
from gateway.listed_document import DocumentsError
from gateway.settings import Settings, SettingsError
from tests.gateway.asking import GRAPHQL, refused
from tests.gateway.documents_served import client_of, documents_served, token_of
from tests.gateway.serving import environment
from tests.gateway.streaming import events_of
from tests.gateway.talking import talking
from tests.gateway.tokens_of import signed, verifier

KNOWN = "query Known {\n  viewer {\n    creatorId\n  }\n}"
NEW = "query New {\n  __typename\n}"
SECRET = b"s" * 48


def shown(response: httpx.Response) -> Any:
    assert response.status_code == 200
    return response.json()["data"]


@pytest.fixture(scope="module")
async def origin(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A gateway that answers one document, and another for ios alone."""
    folder = tmp_path_factory.mktemp("known_only")
    (folder / "all").mkdir()
    (folder / "all" / "known.graphql").write_text(KNOWN)
    (folder / "ios.json").write_text(json.dumps({"ios.1": NEW}))
    sources = f"{folder}/all,ios={folder}/ios.json"
    changes = {"ENDPAGE_DOCUMENTS": sources, "ENDPAGE_DOCUMENTS_ONLY": "true"}
    async with documents_served(folder, **changes) as served:
        yield served


async def test_a_known_document_is_answered(origin: str) -> None:
    """By its id and by its text; development says which it was."""
    async with client_of(origin) as client:
        by_id = await client.get(f"/graphql/{hash_of(KNOWN)}")
        by_text = await client.post("/graphql", json={"query": KNOWN})
    assert shown(by_id) == shown(by_text) == {"viewer": {"creatorId": "6800000000000000001"}}
    told = by_id.json()["extensions"]
    assert (told["upstreams"], told["documentId"]) == ([], hash_of(KNOWN))


async def test_what_is_not_known_is_refused_on_every_way(origin: str) -> None:
    """By text and by id, in JSON, in an event stream and over a socket."""
    async with client_of(origin) as client:
        posted = await client.post("/graphql", json={"query": NEW}, headers={"accept": GRAPHQL})
        assert refused(posted) == (400, "PERSISTED_QUERY_ID_REQUIRED")
        assert posted.headers["cache-control"] == "no-store"
        legacy = await client.get("/graphql", params={"query": "{ __schema { types { name } } }"})
        assert refused(legacy) == (200, "PERSISTED_QUERY_ID_REQUIRED")
        brought = await client.post(
            "/graphql", json={"query": NEW, "documentId": f"sha256:{hash_of(NEW)}"}
        )
        assert refused(brought) == (200, "PERSISTED_QUERY_NOT_FOUND")
        events = await client.post(
            "/graphql", json={"query": NEW}, headers={"accept": "text/event-stream"}
        )
        told, _ = events_of(events.content)
        assert told.data["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_ID_REQUIRED"
    async with talking(f"ws://{origin}/graphql", token_of()) as socket:
        await socket.subscribe("1", "subscription { liveSession(sessionId: 1) { isLast } }")
        heard = await socket.hear()
        assert heard["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_ID_REQUIRED"
        await socket.say("subscribe", id="2", payload={"documentId": hash_of(KNOWN)})
        assert (await socket.hear())["payload"]["data"] == {
            "viewer": {"creatorId": "6800000000000000001"}
        }


async def test_a_developer_asks_for_anything(origin: str) -> None:
    """With a token that says so, over HTTP and over a socket; what they bring is forgotten."""
    async with client_of(origin, is_developer=True) as client:
        assert shown(await client.post("/graphql", json={"query": NEW})) == {"__typename": "Query"}
        assert "__schema" in shown(
            await client.post("/graphql", json={"query": "{ __schema { queryType { name } } }"})
        )
        apollo = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(NEW)}}
        missed = await client.post("/graphql", json={"extensions": apollo})
        assert refused(missed) == (200, "PERSISTED_QUERY_NOT_FOUND")
        brought = await client.post("/graphql", json={"query": NEW, "extensions": apollo})
        assert shown(brought) == {"__typename": "Query"}
    async with talking(f"ws://{origin}/graphql", token_of(is_developer=True)) as socket:
        await socket.subscribe("1", NEW)
        assert (await socket.hear())["payload"]["data"] == {"__typename": "Query"}
    async with client_of(origin) as client:
        missed = await client.get(f"/graphql/{hash_of(NEW)}")
        assert refused(missed) == (200, "PERSISTED_QUERY_NOT_FOUND")


async def test_a_renewed_token_has_the_rights_that_it_says(origin: str) -> None:
    """A developer who renews with an ordinary token is a developer no more."""
    async with talking(f"ws://{origin}/graphql", token_of(is_developer=True)) as socket:
        await socket.say("ping", payload={"authorization": f"Bearer {token_of()}"})
        assert (await socket.hear())["type"] == "pong"
        await socket.subscribe("1", NEW)
        heard = await socket.hear()
        assert heard["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_ID_REQUIRED"


async def test_a_list_of_one_client_is_asked_by_its_name(origin: str) -> None:
    """In a header or in the operation's extensions; others do not find it."""
    async with client_of(origin) as client:
        for headers in ({"apollographql-client-name": "ios"}, {"x-graphql-client-name": "ios"}):
            found = await client.get("/graphql?doc_id=ios.1", headers=headers)
            assert shown(found) == {"__typename": "Query"}
        library = {"clientLibrary": {"name": "ios"}}
        found = await client.post("/graphql", json={"doc_id": "ios.1", "extensions": library})
        assert shown(found) == {"__typename": "Query"}
        for headers in ({}, {"apollographql-client-name": "android"}):
            missed = await client.get("/graphql?doc_id=ios.1", headers=headers)
            assert refused(missed) == (200, "PERSISTED_QUERY_NOT_FOUND")


@pytest.mark.parametrize("claim", [True, False, None, "true", 1, [True], {"a": True}])
async def test_only_the_claim_true_makes_a_developer(claim: Any) -> None:
    """Whatever else stands there is a good token of somebody who is none."""
    key = b"k" * 48
    viewer = await verifier(OneKey(key), "HS256").viewer(signed(key, "HS256", developer=claim))
    assert viewer.is_developer is (claim is True)
    assert not (await verifier(OneKey(key), "HS256").viewer(signed(key, "HS256"))).is_developer


async def test_token_mints_a_developers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`endpage token --developer` has the claim, without the flag it has not."""
    monkeypatch.chdir(tmp_path)
    plain = CliRunner().invoke(app, ["token", "--creator", "1"]).output
    developers = CliRunner().invoke(app, ["token", "--creator", "1", "--developer"]).output
    secret = StateDirectory().jwt_secret_file.read_bytes()
    monkeypatch.setattr("tests.gateway.tokens_of.ISSUER", "endpage-development")
    verified = verifier(OneKey(secret), "HS256")
    assert not (await verified.viewer(plain.strip())).is_developer
    assert (await verified.viewer(developers.strip())).is_developer


PRODUCTION = {
    "ENDPAGE_ENVIRONMENT": "production",
    "ENDPAGE_JWT_SECRET_FILE": "",
    "ENDPAGE_JWKS_URL": "https://issuer.example/jwks",
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"ENDPAGE_DOCUMENTS": "{folder}"}, False),
        ({"ENDPAGE_DOCUMENTS": "{folder}", "ENDPAGE_DOCUMENTS_ONLY": "true"}, True),
        (PRODUCTION, False),
        ({**PRODUCTION, "ENDPAGE_DOCUMENTS": "{folder}"}, True),
        ({**PRODUCTION, "ENDPAGE_DOCUMENTS": "{folder}", "ENDPAGE_DOCUMENTS_ONLY": "true"}, True),
        ({**PRODUCTION, "ENDPAGE_DOCUMENTS": "{folder}", "ENDPAGE_DOCUMENTS_ONLY": "false"}, False),
    ],
)
def test_production_with_documents_knows_these_alone(
    tmp_path: Path, changes: dict[str, str], expected: bool
) -> None:
    """Unless it is told otherwise; development answers anything, unless it is told otherwise."""
    given = {name: value.format(folder=tmp_path) for name, value in changes.items()}
    settings = Settings.from_environment(environment(tmp_path, **given))
    assert settings.answers_known_documents_only is expected


@pytest.mark.parametrize(("only", "lines"), [("auto", ["any_document_is_answered"]), ("false", [])])
def test_production_that_answers_anything_says_so(
    tmp_path: Path, only: str, lines: list[str]
) -> None:
    """Unless somebody has told it to."""
    given = {**PRODUCTION, "ENDPAGE_DOCUMENTS_ONLY": only}
    with structlog.testing.capture_logs() as logged:
        documents_from(Settings.from_environment(environment(tmp_path, **given)))
    assert [line["event"] for line in logged] == lines


def test_known_documents_alone_want_some(tmp_path: Path) -> None:
    """A gateway that could answer nothing does not start."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment(tmp_path, ENDPAGE_DOCUMENTS_ONLY="true"))
    assert caught.value.faults == ["ENDPAGE_DOCUMENTS is missing: ENDPAGE_DOCUMENTS_ONLY is true"]


def test_documents_that_do_not_fit_are_all_named(tmp_path: Path) -> None:
    """What the settings name is worked out before anything is served."""
    (tmp_path / "m.json").write_text(json.dumps({"a": "{ xyzzy }", "b": "{", "c": NEW}))
    settings = Settings.from_environment(
        environment(tmp_path, ENDPAGE_DOCUMENTS=str(tmp_path / "m.json"))
    )
    assert settings.redacted()["documents"] == str(tmp_path / "m.json")
    with pytest.raises(DocumentsError) as caught:
        documents_from(settings)
    assert caught.value.faults == [
        f"{tmp_path}/m.json: a: Cannot query field 'xyzzy' on type 'Query'.",
        f"{tmp_path}/m.json: b: Syntax Error: Expected Name, found <EOF>.",
    ]
