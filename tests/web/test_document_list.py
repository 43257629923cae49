"""The list of the APPs' documents that GraphiQL shows."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
from starlette.applications import Starlette

from gateway.document_folder import read_folder
from gateway.document_id import hash_of
from gateway.document_list import document_list_routes
from gateway.document_manifest import apollo_manifest
from gateway.document_source import DocumentSource, document_sources
from gateway.documents import Documents
from gateway.known_documents import known_documents
from gateway.settings import Settings
from resolvers.schema import schema

TEXT = "query Mine {\n  viewer {\n    id\n  }\n}"


def sources_in(folder: Path) -> tuple[DocumentSource, ...]:
    """A folder for all, and an APP's manifest of the same document for one client."""
    (folder / "operations").mkdir()
    (folder / "operations" / "Mine.graphql").write_text(TEXT, encoding="utf-8")
    manifest = apollo_manifest(read_folder(folder / "operations"))
    (folder / "ios-3.2.json").write_bytes(manifest)
    return document_sources(f"{folder / 'operations'},ios={folder / 'ios-3.2.json'}")


async def listed(sources: tuple[DocumentSource, ...], documents: Documents) -> list[dict[str, Any]]:
    settings = cast("Settings", SimpleNamespace(documents=sources))
    app = Starlette(routes=document_list_routes(settings, documents))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        answer = await client.get("/graphiql/documents")
    assert answer.headers["cache-control"] == "no-store"
    found: list[dict[str, Any]] = answer.json()["documents"]
    return found


async def test_each_list_is_told_by_its_name_and_client(tmp_path: Path) -> None:
    """The same document stands in both lists, with the id that `documents build` gives it."""
    sources = sources_in(tmp_path)
    known = known_documents(sources, schema._schema, say=lambda *_: None)
    mine = {
        "id": hash_of(TEXT),
        "isHash": True,
        "name": "Mine",
        "kind": "query",
        "isKnown": True,
        "text": TEXT,
    }
    assert await listed(sources, Documents(schema._schema, known=known)) == [
        {**mine, "list": "operations", "client": None},
        {**mine, "list": "ios-3.2.json", "client": "ios"},
    ]


async def test_what_this_process_has_not_read_yet_is_said_to_be_unknown(tmp_path: Path) -> None:
    """A list that has come since the start is shown, and is not known before it is read again."""
    found = await listed(sources_in(tmp_path), Documents(schema._schema))
    assert [one["isKnown"] for one in found] == [False, False]


async def test_without_lists_there_are_none() -> None:
    """A gateway that answers any document has nothing to list."""
    assert await listed((), Documents(schema._schema)) == []
