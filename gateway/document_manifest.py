"""Document manifest: a file of documents by their ids, in the two forms that clients' tools write.

| form | who writes it |
|---|---|
| ``{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [...]}`` | Apollo's |
| ``{"<id>": "<text>", ...}`` | relay-compiler, graphql-codegen |
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import msgspec

from gateway.document_id import hash_of, is_hash, plain_id
from gateway.errors import RequestError
from gateway.listed_document import DocumentsError, ListedDocument

APOLLO = "apollo-persisted-query-manifest"

_Text = Annotated[str, msgspec.Meta(min_length=1)]


class _Operation(msgspec.Struct, rename="camel", omit_defaults=True):
    id: _Text
    body: _Text
    name: str | None = None
    type: str | None = None
    client_name: str | None = None


class _Manifest(msgspec.Struct, tag_field="format", tag=APOLLO):
    version: int
    operations: list[_Operation]


_MAP = msgspec.json.Decoder(dict[str, _Text])
_MANIFEST = msgspec.json.Decoder(_Manifest)
_OBJECT = msgspec.json.Decoder(dict[str, Any])


def read_manifest(
    content: bytes, *, source: str, client: str | None = None
) -> list[ListedDocument]:
    """The documents of a manifest's bytes, in its order. ``client`` is whom the list is for.

    Raises DocumentsError, with every document whose id is not its text's.
    """
    documents = [
        ListedDocument(
            id=_id_of(operation.id, source),
            text=operation.body,
            source=source,
            name=operation.name,
            kind=operation.type,
            client=client or operation.client_name,
        )
        for operation in _operations(content, source)
    ]
    faults = [f"{one.title}: the id is not the SHA-256 of the text" for one in _forged(documents)]
    if not documents:
        faults.append(f"{source}: there is no document in it")
    if faults:
        raise DocumentsError(faults)
    return documents


def apollo_manifest(documents: Iterable[ListedDocument]) -> bytes:
    """The documents as Apollo's manifest."""
    operations = [
        _Operation(id=one.id, body=one.text, name=one.name, type=one.kind, client_name=one.client)
        for one in documents
    ]
    return _shown(msgspec.json.encode(_Manifest(version=1, operations=operations)))


def map_manifest(documents: Iterable[ListedDocument]) -> bytes:
    """The documents as a map of texts by their ids."""
    return _shown(msgspec.json.encode({one.id: one.text for one in documents}))


def _operations(content: bytes, source: str) -> list[_Operation]:
    try:
        if {"format", "operations"} & _OBJECT.decode(content).keys():
            manifest = _MANIFEST.decode(content)
            if manifest.version != 1:
                raise DocumentsError([f"{source}: its version is not 1"])
            return manifest.operations
        _MAP.decode(content)
        # An object may have a key twice, of which a dict would keep one and be silent of the other.
        pairs: list[tuple[str, str]] = json.loads(content, object_pairs_hook=list)
        return [_Operation(id=id_, body=text) for id_, text in pairs]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentsError([f"{source}: is no list of documents: {error}"]) from None


def _id_of(given: str, source: str) -> str:
    try:
        return plain_id(given)
    except RequestError as error:
        raise DocumentsError([f"{source}: {given[:80]!r}: {error.message}"]) from None


def _forged(documents: list[ListedDocument]) -> Iterator[ListedDocument]:
    for document in documents:
        if is_hash(document.id) and document.id != hash_of(document.text):
            yield document


def _shown(encoded: bytes) -> bytes:
    return msgspec.json.format(encoded, indent=2) + b"\n"
