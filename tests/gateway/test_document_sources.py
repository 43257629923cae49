"""Document sources: manifests and maps, good and bad, alone and with folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.document_id import hash_of
from gateway.document_manifest import apollo_manifest, map_manifest, read_manifest
from gateway.document_source import DocumentSource, document_sources
from gateway.listed_document import DocumentsError, ListedDocument
from tests.gateway.listing import MD5, A, B, apollo, faults_of, operation, read, write


def test_apollos_manifest_is_read(tmp_path: Path) -> None:
    """Ids, texts and names, and the client that an operation is bound to."""
    content = apollo(operation(A), operation(B, name="B", clientName="ios"))
    source = write(tmp_path / "apollo.json", content)
    place = str(source.path)
    assert read(source) == [
        ListedDocument(hash_of(A), A, place, "A", "query"),
        ListedDocument(hash_of(B), B, place, "B", "query", client="ios"),
    ]
    bound = read(DocumentSource(source.path, "android"))
    assert [one.client for one in bound] == ["android", "android"]


def test_a_map_is_read_whatever_its_ids_are(tmp_path: Path) -> None:
    """relay-compiler's MD5, graphql-codegen's ``sha256:``, or names of somebody's own."""
    content = {MD5: A, f"sha256:{hash_of(B)}": B, "own.1": B}
    found = read(write(tmp_path / "map.json", content))
    assert [(one.id, one.text) for one in found] == [(MD5, A), (hash_of(B), B), ("own.1", B)]
    assert {(one.name, one.client) for one in found} == {(None, None)}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "is no list of documents: "),
        ("[]", "is no list of documents: "),
        ("{", "is no list of documents: "),
        ("[" * 100_000, "is no list of documents: "),
        ({}, "there is no document in it"),
        ({"a": 1}, "is no list of documents: "),
        ({"a": ""}, "is no list of documents: "),
        ({"a b": A}, "'a b': The id of a document is 1 to 256 visible ASCII characters."),
        ({"format": "other", "operations": []}, "is no list of documents: "),
        ({"operations": []}, "is no list of documents: "),
        (apollo(), "there is no document in it"),
        (apollo(operation(A), version=2), "its version is not 1"),
        (apollo({"id": hash_of(A)}), "is no list of documents: "),
        (
            apollo(operation(A, id=hash_of(B))),
            f"A ({hash_of(B)}): the id is not the SHA-256 of the text",
        ),
        ({hash_of(B): A}, f"{hash_of(B)}: the id is not the SHA-256 of the text"),
        ({f"sha256:{hash_of(B)}": A}, f"{hash_of(B)}: the id is not the SHA-256 of the text"),
        (
            f'{{"own": {json.dumps(A)}, "own": {json.dumps(B)}}}',
            "own: the same id has another text in {path}",
        ),
    ],
)
def test_what_is_wrong_in_a_manifest_is_told(tmp_path: Path, content: Any, fault: str) -> None:
    """With the file, and the document where it is one document's fault."""
    source = write(tmp_path / "m.json", content)
    [told] = faults_of(source)
    assert told.startswith(f"{source.path}: {fault.format(path=source.path)}")


def test_faults_of_several_sources_are_told_at_once(tmp_path: Path) -> None:
    """A file that is gone, one that is wrong, and an id that means two things."""
    first = write(tmp_path / "first.json", {"own": A})
    second = write(tmp_path / "second.json", {"own": B, "more": B})
    gone, wrong = DocumentSource(tmp_path / "gone.json"), write(tmp_path / "wrong.json", "3")
    told = faults_of(first, gone, second, wrong)
    assert told[0] == f"{gone.path}: it cannot be read"
    assert told[1].startswith(f"{wrong.path}: is no list of documents: ")
    assert told[2] == f"{second.path}: own: the same id has another text in {first.path}"


def test_sources_are_taken_together(tmp_path: Path) -> None:
    """A folder, a manifest and a map; the same document in two of them is no fault."""
    folder = write(tmp_path / "folder", {"a.graphql": A})
    manifest = write(tmp_path / "m.json", apollo(operation(A), operation(B, name="B")))
    listed = write(tmp_path / "map.json", {MD5: A})
    found = read(folder, manifest, listed)
    assert [one.id for one in found] == [hash_of(A), hash_of(A), hash_of(B), MD5]


NAMES = st.text("abcXYZ_", min_size=1, max_size=8).map(lambda name: f"N{name}")


@given(st.dictionaries(NAMES, NAMES, min_size=1, max_size=6))
def test_what_is_written_is_read_again(named: dict[str, str]) -> None:
    """Both forms give back the very documents, byte for byte and in their order."""
    documents = [
        ListedDocument(hash_of(text), text, "m.json", name, "query")
        for name, field in named.items()
        for text in [f"query {name} {{\n  {field}: __typename\n}}"]
    ]
    assert read_manifest(apollo_manifest(documents), source="m.json") == documents
    again = read_manifest(map_manifest(documents), source="m.json")
    assert [(one.id, one.text) for one in again] == [(one.id, one.text) for one in documents]


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=4))
def test_any_map_is_read_or_refused(content: dict[str, str]) -> None:
    """Nothing but a DocumentsError comes of what is no list."""
    try:
        found = read_manifest(json.dumps(content).encode(), source="m")
    except DocumentsError as error:
        told = error.faults
    else:
        told = [f"m: {one.text}" for one in found]
        assert [one.text for one in found] == list(content.values())
    assert told
    assert all(one.startswith("m: ") for one in told)


def test_the_setting_names_sources_and_clients(tmp_path: Path) -> None:
    """``client=path`` binds one path, a path alone is everybody's; a path may have such a sign."""
    odd = tmp_path / "a=b"
    for path in (tmp_path / "one", tmp_path / "two", odd):
        path.mkdir()
    value = f"ios={tmp_path}/one, android app={tmp_path}/two,{odd},{tmp_path}/one"
    found = document_sources(value)
    assert found == (
        DocumentSource(tmp_path / "one", "ios"),
        DocumentSource(tmp_path / "two", "android app"),
        DocumentSource(odd),
        DocumentSource(tmp_path / "one"),
    )
    assert document_sources(",".join(map(str, found))) == found


@pytest.mark.parametrize("value", ["", "gone", "ios=", "ios=gone", ".,", ".,,.", "a\x00b"])
def test_a_source_that_is_not_there_is_refused(value: str) -> None:
    """With words that do not repeat the value."""
    with pytest.raises(ValueError, match="must name files or folders that are there") as caught:
        document_sources(value)
    assert "gone" not in str(caught.value)
