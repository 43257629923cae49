"""The documents that the APP ships: what is in web/operations goes on working."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate

from tests.house.source_file import ROOT

DOCUMENTS = sorted((ROOT / "web" / "operations").glob("*.graphql"))


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))


def test_there_are_documents() -> None:
    """An empty folder would pass every other test here."""
    assert len(DOCUMENTS) >= 10


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_shipped_document_is_valid(path: Path, schema: GraphQLSchema) -> None:
    """Each document is valid against schema.graphql as it stands."""
    errors = validate(schema, parse(path.read_text(encoding="utf-8")))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_one_operation_named_like_its_file(path: Path) -> None:
    """Logs and manifests know an operation by its name: the file has the same one."""
    definitions = parse(path.read_text(encoding="utf-8")).definitions
    operations = [node for node in definitions if isinstance(node, OperationDefinitionNode)]
    assert [node.name.value for node in operations if node.name] == [path.stem]
