"""Document sources: manifests, maps and folders, good and bad, alone and together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, print_ast
from hypothesis import given
from hypothesis import strategies as st

from gateway.document_folder import read_folder
from gateway.document_id import hash_of
from gateway.document_manifest import apollo_manifest, map_manifest, read_manifest
from gateway.document_source import DocumentSource, document_sources
from gateway.document_sources import read_documents
from gateway.listed_document import DocumentsError, ListedDocument
from tests.house.source_file import ROOT

A = "query A {\n  viewer {\n    id\n  }\n}"
B = "query B {\n  __typename\n}"
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def write(path: Path, content: Any) -> DocumentSource:
    """A source with this content: JSON, or files by their names."""
    if isinstance(content, dict) and path.suffix != ".json":
        for name, text in content.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text, encoding="utf-8")
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return DocumentSource(path)


def apollo(*operations: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    manifest = {"format": "apollo-persisted-query-manifest", "version": 1}
    return {**manifest, "operations": list(operations), **changes}


def operation(text: str, **changes: Any) -> dict[str, Any]:
    return {"id": hash_of(text), "name": "A", "type": "query", "body": text, **changes}


def read(*sources: DocumentSource) -> list[ListedDocument]:
    documents, faults = read_documents(sources)
    assert faults == []
    return documents


def faults_of(*sources: DocumentSource) -> list[str]:
    _, faults = read_documents(sources)
    return faults


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


def test_a_folder_is_one_document_an_operation(tmp_path: Path) -> None:
    """With the fragments that it needs, wherever they stand; by name, without comments."""
    files = {
        "a.graphql": "# What a comment says.\nquery A { viewer { ...Z ...Own } }\n"
        "fragment Own on Creator { id }\nquery B { __typename }",
        "parts/z.gql": "fragment Z on Creator { creatorId ...Deep }\n"
        "fragment Unused on Creator { id }",
        "parts/deep.graphql": "fragment Deep on Creator { id ...Z }",
        "notes.txt": "not GraphQL {",
    }
    first, second = read(write(tmp_path, files))
    assert first.text == (
        "query A {\n  viewer {\n    ...Z\n    ...Own\n  }\n}\n\n"
        "fragment Deep on Creator {\n  id\n  ...Z\n}\n\n"
        "fragment Own on Creator {\n  id\n}\n\n"
        "fragment Z on Creator {\n  creatorId\n  ...Deep\n}"
    )
    assert (first.id, first.name, first.written) == (hash_of(first.text), "A", None)
    assert first.source == str(tmp_path / "a.graphql")
    assert (second.name, second.text, second.written) == ("B", B, None)


def test_a_file_of_one_document_is_known_as_it_is_written(tmp_path: Path) -> None:
    """Its whole text means the same; a file with a fragment to spare means more."""
    own = "# Mine.\nfragment F on Creator { id } query A { viewer { ...F } }\n"
    spare = "query B { __typename } fragment G on Creator { id }"
    first, second = read_folder(write(tmp_path, {"a.graphql": own, "b.graphql": spare}).path)
    assert (first.written, second.written) == (own, None)
    assert first.text == print_ast(
        parse("query A { viewer { ...F } } fragment F on Creator { id }")
    )


def test_the_shipped_operations_are_read() -> None:
    """One document a file of web/operations, each known as it is written."""
    folder = ROOT / "web" / "operations"
    found = read_folder(folder)
    assert [one.name for one in found] == sorted(path.stem for path in folder.glob("*.graphql"))
    assert [one.written for one in found] == [
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql"))
    ]


FRAGMENT = "fragment F on Creator { id }"


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"a.graphql": "query A {"}, ["a.graphql: Syntax Error: Expected Name, found <EOF>."]),
        ({"a.graphql": "query A { ...F }"}, ["a.graphql: A: no fragment F"]),
        ({"a.graphql": "{ __typename }"}, ["a.graphql: it has an operation without a name"]),
        (
            {"a.graphql": A, "b.graphql": A},
            ["a.graphql, {folder}/b.graphql: the operation A is there more than once"],
        ),
        ({"a.graphql": A + A}, ["a.graphql: the operation A is there more than once"]),
        (
            {"a.graphql": A + FRAGMENT, "b.graphql": FRAGMENT},
            ["a.graphql, {folder}/b.graphql: the fragment F is there more than once"],
        ),
        (
            {"a.graphql": A + " type T { a: Int }"},
            ["a.graphql: it has a definition that is no operation and no fragment"],
        ),
        (
            {"a.graphql": "query A { " + "a { " * 5_000},
            ["a.graphql: Syntax Error: Document is nested too deeply. Parsing aborted."],
        ),
        (
            {"a.graphql": "query A { ...F }", "b.graphql": "query B {"},
            ["b.graphql: Syntax Error: Expected Name, found <EOF>.", "a.graphql: A: no fragment F"],
        ),
    ],
)
def test_what_is_wrong_in_a_folder_is_told_with_its_place(
    tmp_path: Path, files: dict[str, str], faults: list[str]
) -> None:
    """Everything at once, and each with the file."""
    told = faults_of(write(tmp_path, files))
    assert told == [f"{tmp_path}/{fault.format(folder=tmp_path)}" for fault in faults]


def test_a_folder_without_operations_is_a_fault(tmp_path: Path) -> None:
    """A wrong path would otherwise make everything unknown without a word."""
    assert faults_of(DocumentSource(tmp_path)) == [f"{tmp_path}: there is no operation in it"]
    (tmp_path / "a.graphql").write_bytes(b'query A { a(b: "\xff") }')
    assert faults_of(DocumentSource(tmp_path)) == [f"{tmp_path}/a.graphql: it cannot be read"]


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
