"""Operators of the database in arguments are data: they find nothing, and reach no question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from graphql import (
    GraphQLID,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLString,
    get_named_type,
)

from gateway.errors import RequestError
from resolvers.global_id import global_id
from resolvers.schema import schema
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, SOMEBODY_ELSE, live_id, recording, session

KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
OPERATORS = frozenset({"$in", "$lte"})
# Every argument and every field of an input that takes text, by what it belongs to.
ARGUMENTS = {
    "Query.endPage(sessionId)": "query ($v: ID!) { endPage(sessionId: $v) { id } }",
    "Query.liveSession(sessionId)": "query ($v: ID!) { liveSession(sessionId: $v) { id } }",
    "Query.node(id)": "query ($v: ID!) { node(id: $v) { id } }",
    "Subscription.liveSession(sessionId)": "",
    "Creator.liveSessions(after)": "query ($v: String) { viewer {"
    " liveSessions(after: $v) { nodes { id } } } }",
    "Creator.shares(after)": "query ($v: String) { viewer { shares(after: $v) { nodes { id } } } }",
    "CreateRecordingLinksInput.id": "mutation ($v: ID!) {"
    " createRecordingLinks(input: { id: $v }) { links { downloads { url } } } }",
    "CreateShareInput.recordingId": "mutation ($v: ID!) {"
    ' createShare(input: { recordingId: $v, idempotencyKey: "k" }) { share { id } } }',
    "CreateShareInput.idempotencyKey": "mutation ($v: String!) {"
    f' createShare(input: {{ recordingId: "{global_id("Recording", f"{LIVE}/r1")}",'
    " idempotencyKey: $v }) { share { id } } }",
    "RevokeShareInput.id": "mutation ($v: ID!) { revokeShare(input: { id: $v }) { share { id } } }",
}
OBJECTS: tuple[object, ...] = (
    {"$ne": None},
    {"$gt": ""},
    {"$regex": ".*"},
    {"$where": "return true"},
    {"$in": [LIVE]},
    {"_id.$oid": LIVE},
    [LIVE],
    [{"$ne": None}],
    {},
    True,
    1.5,
)
TEXTS = (
    "$ne",
    "$where",
    '{"$ne": null}',
    "' || '1'=='1",
    "this.creator_id != null",
    ".*",
    "^72",
    "_id.$oid",
    "creator_id.x",
    f"{LIVE}'; return true; //",
    f"{LIVE}\0",
    global_id("LiveSession", '{"$ne": null}'),
    global_id("Broadcast", '{"$gt": ""}'),
    global_id("Broadcast", "$where"),
    global_id("Recording", f"{LIVE}/.*"),
    global_id("Recording", f'{LIVE}/{{"$ne": null}}'),
    global_id("Share", '{"$ne": null}'),
    global_id("Share", "." * 22),
)


@pytest.fixture
def company() -> FakeCompany:
    """Two creators with a LIVE each, and one's recording."""
    both = FakeCompany()
    both.mongo.put("live_sessions", session(live_id(2), creator_id=SOMEBODY_ELSE))
    both.mongo.put("recordings", recording("r1"))
    return both


def test_every_argument_that_takes_text_is_tried() -> None:
    """The table names all that the schema has."""
    assert set(_of_schema()) == ARGUMENTS.keys()


@pytest.mark.parametrize("argument", [name for name, text in ARGUMENTS.items() if text])
async def test_what_is_no_text_is_refused(company: FakeCompany, argument: str) -> None:
    """An object, a list, a truth value in the place of text: the database is not asked."""
    for value in OBJECTS:
        with pytest.raises(RequestError) as refusal:
            await company.ask(ARGUMENTS[argument], {"v": value})
        assert refusal.value.code == "BAD_USER_INPUT"
    assert company.mongo.finds == []
    assert company.sources.fake_shares.all == []


@pytest.mark.parametrize("argument", [name for name, text in ARGUMENTS.items() if text])
async def test_text_that_looks_like_an_operator_finds_nothing(
    company: FakeCompany, argument: str
) -> None:
    """It is text like any other: nothing is found by it, and questions have plain values alone."""
    # What is a good key, whatever it means elsewhere, is one's own to choose.
    is_key = argument.endswith("idempotencyKey")
    for value in (text for text in TEXTS if not (is_key and KEY.fullmatch(text))):
        answer = await company.ask(ARGUMENTS[argument], {"v": value})
        assert set(_leaves(answer.data)) <= {None}
        codes = {error["extensions"]["code"] for error in answer.errors}
        assert codes <= {"NOT_FOUND", "BAD_USER_INPUT"}
    for find in company.mongo.finds:
        assert all(_is_plain(name, value) for name, value in find.question.items()), find
    assert company.sources.fake_shares.all == []


def _of_schema() -> Iterator[str]:
    """The arguments and input fields of the schema that are String or ID."""
    text = {GraphQLString, GraphQLID}
    for type_ in schema._schema.type_map.values():
        if type_.name.startswith("__"):
            continue
        if isinstance(type_, GraphQLInputObjectType):
            for name, one in type_.fields.items():
                if get_named_type(one.type) in text:
                    yield f"{type_.name}.{name}"
        elif isinstance(type_, GraphQLObjectType):
            for field_name, field in type_.fields.items():
                for name, argument in field.args.items():
                    if get_named_type(argument.type) in text:
                        yield f"{type_.name}.{field_name}({name})"


def _is_plain(name: str, value: object) -> bool:
    """Whether a part of a question is a plain value, or one of our operators over plain values."""
    if name.startswith("$") or "." in name:
        return False
    if isinstance(value, Mapping):
        return value.keys() <= OPERATORS and all(
            isinstance(one, str | datetime)
            for found in value.values()
            for one in (found if isinstance(found, list) else [found])
        )
    return isinstance(value, str)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    else:
        yield value
