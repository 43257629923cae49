"""The subgraph's schema: the public one, with keys and nothing else."""

from __future__ import annotations

from graphql import DirectiveDefinitionNode, SchemaDefinitionNode, parse, print_ast

from resolvers.schema import schema
from tests.house.source_file import ROOT

PUBLIC = (ROOT / "schema.graphql").read_text(encoding="utf-8")
LINK = '@link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])'
KEYS = {
    "type Creator implements Node {": (
        'type Creator implements Node @key(fields: "id") @key(fields: "creatorId") {'
    ),
    "type EndPage implements Node {": 'type EndPage implements Node @key(fields: "id") {',
    "type LiveSession implements Node {": (
        'type LiveSession implements Node @key(fields: "id") @key(fields: "sessionId") {'
    ),
}


def types_of(text: str) -> list[str]:
    """The types that a schema's text defines, each as text, in order."""
    kinds = (SchemaDefinitionNode, DirectiveDefinitionNode)
    return [print_ast(one) for one in parse(text).definitions if not isinstance(one, kinds)]


def test_a_router_is_told_the_public_schema_with_keys() -> None:
    """Word for word; the fields by which a router asks are its own business."""
    result = schema.as_subgraph().execute_sync("{ _service { sdl } }")
    assert result.data is not None
    told = result.data["_service"]["sdl"]
    expected = PUBLIC
    for line, keyed in KEYS.items():
        assert expected.count(line) == 1
        expected = expected.replace(line, keyed)
    assert types_of(told) == types_of(expected)
    assert LINK in told
    assert schema.as_subgraph_str().rstrip() == told.rstrip()


def test_the_public_schema_has_no_trace_of_it() -> None:
    """No key, no link, and no name that begins with an underscore."""
    printed = schema.as_str()
    assert "@key" not in printed
    assert "@link" not in printed
    assert " _" not in printed
