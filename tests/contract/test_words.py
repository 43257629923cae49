"""The closed sets of words: each word of a contract is a value of ours."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest

from gateway.conformance.words import IN_SERVICES
from loaders.session import EventKind
from resolvers.recording import RecordingKind, RecordingState
from upstreams.company.collections import schema_of
from upstreams.contracts import contract_of

IN_DATABASE: dict[tuple[str, str], type[Enum]] = {
    ("live_sessions", "events.kind"): EventKind,
    ("recordings", "kind"): RecordingKind,
    ("recordings", "state"): RecordingState,
    ("recordings", "segments.state"): RecordingState,
}


def words_at(schema: dict[str, Any], path: str) -> set[str]:
    """The words that a JSON Schema allows at a path; lists and nullability are looked through."""
    found = [schema]
    for name in path.split("."):
        found = [inner["properties"][name] for one in found for inner in _objects(one, name)]
    words = {word for one in found for inner in _all(one) for word in inner.get("enum", [])}
    assert words, path
    return {word for word in words if word is not None}


def _all(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _all(choice)
    if isinstance(schema.get("items"), dict):
        yield from _all(schema["items"])


def _objects(schema: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [inner for inner in _all(schema) if name in inner.get("properties", {})]


@pytest.mark.parametrize("where", IN_SERVICES, ids=" ".join)
def test_each_word_of_a_service_is_known(where: tuple[str, str]) -> None:
    """A word that a service's document allows is a value of our enum, so none becomes UNKNOWN."""
    name, path = where
    schemas = contract_of(name)["components"]["schemas"]
    group = path.partition(".")[0]
    part = "SessionGroups" if group in schemas["SessionGroups"]["properties"] else "CreatorGroups"
    words = words_at(schemas[part], path)
    assert {word.upper() for word in words} <= IN_SERVICES[where].__members__.keys()


@pytest.mark.parametrize("where", IN_DATABASE, ids=" ".join)
def test_each_word_of_the_database_is_known(where: tuple[str, str]) -> None:
    """A word that a collection's validator allows is a value of our enum."""
    collection, path = where
    words = words_at(schema_of(collection), path)
    assert words <= IN_DATABASE[where].__members__.keys()
