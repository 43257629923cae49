"""The field groups: the gateway's are those of the services' contracts, and none is idle."""

from __future__ import annotations

from collections import Counter

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType

from gateway.conformance.forms import FORM_OF
from loaders.keys import Group, Part
from resolvers.needs import needs_of
from resolvers.schema import schema
from tests.contract.groups import all_groups
from upstreams.contracts import contract_of
from upstreams.launch import SERVICES

SCHEMA_OF = {Part.SESSION: "SessionGroups", Part.CREATOR: "CreatorGroups"}


@pytest.mark.parametrize("service", SERVICES)
def test_groups_are_those_of_the_contract(service: str) -> None:
    """Each group of a service's document is known to the gateway, and no other is."""
    schemas = contract_of(service)["components"]["schemas"]
    written = {
        Group(service, part, name)
        for part, found in SCHEMA_OF.items()
        for name in schemas[found]["properties"]
    }
    assert {group for group in all_groups() if group.upstream == service} == written


def test_an_upstream_has_at_most_eight_groups() -> None:
    """Groups are few, so that keys of different operations are often the same."""
    counted = Counter(group.upstream for group in all_groups())
    assert set(counted) == set(SERVICES)
    assert max(counted.values()) <= 8


def test_each_group_is_needed_by_a_field() -> None:
    """What no field of the schema needs is never asked for."""
    needed: set[Group] = set()
    for found in schema._schema.type_map.values():
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            for field in found.fields.values():
                definition = field.extensions.get("strawberry-definition")
                if definition is not None:
                    needed |= needs_of(definition.metadata)
    assert needed == all_groups()


def test_each_group_has_a_form() -> None:
    """The tests of conformance leave no group out."""
    assert FORM_OF.keys() == all_groups()
