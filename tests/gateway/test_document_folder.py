"""Document folder: an operation is a document, with its fragments wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import parse, print_ast

from gateway.document_folder import read_folder
from gateway.document_id import hash_of
from gateway.document_source import DocumentSource
from tests.gateway.listing import A, B, faults_of, read, write
from tests.house.source_file import ROOT


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
