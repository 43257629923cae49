"""What the database is asked is written in the code: no name and no operator comes from outside."""

from __future__ import annotations

import ast

import pytest

from tests.house.source_file import SourceFile, source_files

# Those that the loaders use. None runs what it is given ($where, $function, $expr), and none looks
# by a pattern ($regex, $text).
OPERATORS = {
    *("$in", "$lte", "$gt", "$gte", "$max", "$currentDate"),
    *("$set", "$setOnInsert", "$inc", "$push", "$each", "$slice", "$min", "$add", "$ifNull"),
    *("$changeStream", "$match", "$project", "$or", "$ne", "$jsonSchema"),
    # No operators: a name of the server's own, and fields of the document that is changed.
    *("$cmd", "$cmd.aggregate", "$natural", "$purge_at", "$revoked_at"),
}
LOADERS = source_files("loaders")


@pytest.mark.parametrize("file", LOADERS, ids=str)
def test_no_operator_is_made_of_anything(file: SourceFile) -> None:
    """Each text that begins with a dollar is one of these, whole; none is put together."""
    found = {
        node.value
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("$")
    }
    assert found <= OPERATORS
    joined = [
        ast.unparse(node)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.JoinedStr) and ast.unparse(node)[2:].startswith("$")
    ]
    assert joined == []


@pytest.mark.parametrize("file", LOADERS, ids=str)
def test_what_is_asked_has_its_names_in_the_code(file: SourceFile) -> None:
    """A dictionary with an operator in it has no name that is worked out."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Dict):
            continue
        names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        values = [value for value in node.values if isinstance(value, ast.Dict)]
        inner = [
            key.value for value in values for key in value.keys if isinstance(key, ast.Constant)
        ]
        if any(isinstance(name, str) and name.startswith("$") for name in [*names, *inner]):
            assert None not in names, f"line {node.lineno}: {ast.unparse(node)}"
