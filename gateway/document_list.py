"""Document list: the documents of the APPs' lists, for GraphiQL and whoever may open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.document_id import hash_of
from gateway.document_source import DocumentSource
from gateway.document_sources import read_documents
from gateway.documents import Documents
from gateway.settings import Settings


def document_list_routes(settings: Settings, documents: Documents) -> list[BaseRoute]:
    """The route of the list: every document of every list as it stands on the disk now.

    Each has the name of its list, which tells the APP's version where its file is named by it, the
    one client that the list is for, and whether this process knows it: it may have to read again.
    """

    # A plain function: Starlette runs it in a thread, where looking at a disk is right.
    def listed(_request: Request) -> Response:
        found = [one for source in settings.documents or () for one in _listed(source, documents)]
        return JSONResponse({"documents": found}, headers={"Cache-Control": "no-store"})

    return [Route("/graphiql/documents", listed, name="document_list")]


def _listed(source: DocumentSource, documents: Documents) -> Iterator[dict[str, Any]]:
    for one in read_documents([source])[0]:
        known = documents.known.by_id.get(one.id)
        yield {
            "id": one.id,
            "isHash": one.id == hash_of(one.text),
            "name": one.name,
            "kind": one.kind,
            "list": source.path.name,
            "client": one.client,
            "isKnown": known is not None and known.planned.text == one.text,
            "text": one.text,
        }
