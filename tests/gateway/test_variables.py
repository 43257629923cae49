"""Variables: what is read at a glance is what graphql-core reads, or refuses."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse
from graphql.execution.values import get_variable_values
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import RequestError
from gateway.variables import Variables

SCHEMA = build_schema(
    "enum Colour { RED } input Box { width: Int! } "
    "type Query { a(i: Int, f: Float, s: String, b: Boolean, k: ID, c: Colour, x: Box): Int }"
)
TYPES = ("Int", "Float", "String", "Boolean", "ID", "Colour", "Box", "[Int!]", "[ID]")
DEFAULTS = {
    "Int": ["3", "null"],
    "Float": ["1", "2.5"],
    "String": ['"a"'],
    "Boolean": ["true"],
    "ID": ['"k"', "7"],
    "Colour": ["RED"],
}
GIVEN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.sampled_from([0, 1, -1, 2**31, 2**31 - 1, -(2**31), -(2**31) - 1]),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.sampled_from(["RED", {"width": 1}, {"width": None}, [1], [], ["a"]]),
)


@st.composite
def declarations(draw: st.DrawFn) -> str:
    """Some variables of all kinds, with and without a default."""
    told = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(TYPES))
        default = draw(st.sampled_from([None, *DEFAULTS.get(kind, [])]))
        must = draw(st.booleans()) and default != "null"
        told.append(f"$v{number}: {kind}{'!' if must else ''}{f' = {default}' if default else ''}")
    return f"query ({', '.join(told)}) {{ a }}" if told else "query { a }"


def operation(text: str) -> OperationDefinitionNode:
    (found,) = parse(text).definitions
    assert isinstance(found, OperationDefinitionNode)
    return found


@given(declarations(), st.dictionaries(st.sampled_from(["v0", "v1", "v2", "v3", "w"]), GIVEN))
def test_they_are_read_as_graphql_core_reads_them(text: str, told: dict[str, Any]) -> None:
    """The same values in the same order, of the same classes; or a refusal with the same words."""
    asked = operation(text)
    expected = get_variable_values(SCHEMA, asked.variable_definitions or (), told, max_errors=10)
    variables = Variables(SCHEMA, asked)
    if isinstance(expected, list):
        with pytest.raises(RequestError) as caught:
            variables.coerced(told)
        assert caught.value.code == "BAD_USER_INPUT"
        messages = [error["message"] for error in caught.value.errors]
        assert messages == [error.message for error in expected]
    else:
        assert repr(variables.coerced(told)) == repr(expected.coerced)
