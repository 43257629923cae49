"""How large a document is: counted in one pass, as if it were counted one by one."""

from __future__ import annotations

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)
from hypothesis import given
from hypothesis import strategies as st

from gateway.demand_limits import DemandExceeded, Limits
from gateway.demand_size import SATURATED, DemandSize, size_of
from gateway.errors import RequestError

_NAMES = st.sampled_from(["a", "b", "c: a", "d: b"])
_DIRECTIVES = st.sampled_from(["", " @x", " @x @y"])


def sized(text: str) -> DemandSize:
    """What the pass counts."""
    return size_of(parse(text), document_bytes=len(text))


def counted(document: DocumentNode) -> tuple[int, int, int, int, int]:
    """The same one by one: depth, fields and fields of the root unfolded, aliases, directives."""
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }

    def depth(node: SelectionSetNode) -> int:
        return max(
            (1 if isinstance(one, FieldNode) else 0) + (depth(under) if under else 0)
            for one in node.selections
            for under in [_under(one)]
        )

    def fields(node: SelectionSetNode, *, all_of_them: bool) -> int:
        found = 0
        for one in node.selections:
            is_field, under = isinstance(one, FieldNode), _under(one)
            found += is_field
            if under and (all_of_them or not is_field):
                found += fields(under, all_of_them=all_of_them)
        return found

    def _under(node: object) -> SelectionSetNode | None:
        if isinstance(node, FragmentSpreadNode):
            return fragments[node.name.value].selection_set
        found: SelectionSetNode | None = getattr(node, "selection_set", None)
        return found

    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    sets = [one.selection_set for one in (*operations, *fragments.values())]
    text = str(document.loc.source.body) if document.loc else ""
    return (
        max(map(depth, sets)),
        max(fields(one, all_of_them=True) for one in sets),
        max(fields(one.selection_set, all_of_them=False) for one in operations),
        text.count(": "),
        text.count("@"),
    )


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A small document; a fragment spreads only those after it."""
    count = draw(st.integers(0, 4))

    def selection_set(after: int, depth: int) -> str:
        chosen = [selection(after, depth) for _ in range(draw(st.integers(1, 3)))]
        return "{ " + " ".join(chosen) + " }"

    def selection(after: int, depth: int) -> str:
        kinds = [
            "leaf",
            *(["spread"] if after < count else []),
            *(["field", "inline"] * (depth > 0)),
        ]
        kind, directives = draw(st.sampled_from(kinds)), draw(_DIRECTIVES)
        match kind:
            case "spread":
                return f"...f{draw(st.integers(after, count - 1))}{directives}"
            case "inline":
                return f"... on T{directives} {selection_set(after, depth - 1)}"
            case "field":
                return f"{draw(_NAMES)}{directives} {selection_set(after, depth - 1)}"
        return f"{draw(_NAMES)}{directives}"

    made = [f"query q{draw(_DIRECTIVES)} {selection_set(0, 3)}"]
    made += [
        f"fragment f{number} on T{draw(_DIRECTIVES)} {selection_set(number + 1, 2)}"
        for number in range(count)
    ]
    return "\n".join(made)


@given(documents())
def test_the_pass_counts_what_one_by_one_is_counted(text: str) -> None:
    """Although it looks at each fragment once only."""
    size = sized(text)
    found = (size.depth, size.fields, size.root_fields, size.aliases, size.directives)
    assert found == counted(parse(text))


def test_all_is_counted() -> None:
    """Each number of one document."""
    text = "query q($v: Int @a) @b { x: one { two @c ...f } three } fragment f on T { y: four }"
    assert sized(text) == DemandSize(
        document_bytes=len(text),
        tokens=parse(text).token_count,
        depth=2,
        aliases=2,
        root_fields=2,
        directives=3,
        fields=4,
        introspects=False,
    )


def test_numbers_stop_where_those_of_graphql_do() -> None:
    """A hundred times two times two: no number is longer than its limit's."""
    pairs = " ".join(f"fragment f{n} on T {{ ...f{n + 1} ...f{n + 1} }}" for n in range(90))
    size = sized(f"{{ ...f0 }} {pairs} fragment f90 on T {{ a }}")
    assert (size.fields, size.root_fields, size.depth) == (SATURATED, SATURATED, 1)


@pytest.mark.parametrize(
    "text", ["{ __schema { description } }", '{ a: __type(name: "T") { kind } }']
)
def test_asking_for_the_schema_is_noted(text: str) -> None:
    """By whatever name."""
    assert sized(text).introspects


def test_the_type_of_an_object_is_not_the_schema() -> None:
    """Every client asks for it."""
    assert not sized("{ __typename a { __typename } }").introspects


def test_a_fragment_in_itself_is_refused_at_its_place() -> None:
    """Before any rule looks at it."""
    with pytest.raises(RequestError) as refusal:
        sized("{ ...f }\nfragment f on T { a { ...f } }")
    (error,) = refusal.value.errors
    assert error == {
        "message": "Cannot spread fragment 'f' within itself.",
        "locations": [{"line": 2, "column": 1}],
        "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
    }


@pytest.mark.parametrize(
    ("limit", "name", "text"),
    [
        ("bytes", "document_bytes", "{ aaaaaaaa }"),
        ("tokens", "tokens", "{ a b c d e f g h i j k l }"),
        ("depth", "depth", "{ a { b { c } } }"),
        ("aliases", "aliases", "{ a: x b: x c: x }"),
        ("rootFields", "root_fields", "{ a b c }"),
        ("directives", "directives", "{ a @x @y @z }"),
        ("fields", "fields", "{ a { b c } }"),
    ],
)
def test_each_limit_refuses_one_more_and_lets_itself_pass(limit: str, name: str, text: str) -> None:
    """Its name, what was asked for and the most are told."""
    size = sized(text)
    asked: int = getattr(size, name)
    size.check(Limits(**{name: asked}))
    with pytest.raises(DemandExceeded) as refusal:
        size.check(Limits(**{name: asked - 1}))
    (error,) = refusal.value.errors
    assert error["extensions"] == {
        "code": "DEMAND_EXCEEDED",
        "limit": limit,
        "requested": asked,
        "most": asked - 1,
    }
    assert error["message"].endswith(f"{asked - 1:,} at most.")
