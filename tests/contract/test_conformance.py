"""What the services and the database really say, read by the loaders' own types."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import msgspec
import pytest

from gateway.conformance.forms import FORM_OF
from loaders.envelope import Item
from loaders.keys import Key, Part
from loaders.mongo import read_document
from loaders.recording import Recording
from loaders.session import Session
from loaders.upstream import HttpUpstream
from tests.contract.groups import all_groups
from upstreams.company.collections import schema_of
from upstreams.company.documents import session_document
from upstreams.company.recordings import recordings_of
from upstreams.company.running import heard_until, running_sessions
from upstreams.company.world import Seed, World
from upstreams.contracts import contract_of
from upstreams.departments import DEPARTMENTS
from upstreams.launch import SERVICES
from upstreams.service.answers import Answers
from upstreams.service.application import Application
from upstreams.service.department import Delays

ANCHOR = 1_795_360_000
CREDENTIAL = "let me in"


@pytest.fixture(scope="module")
def world() -> World:
    """The facts of a small company at a fixed time."""
    return World(Seed(7, ANCHOR, 60))


def service(name: str, world: World, *, at: float) -> HttpUpstream:
    """The gateway's client of a service, over the service itself without a socket."""
    application = Application(
        answers=Answers(
            department=DEPARTMENTS[name],
            world=world,
            book=None,
            delays=Delays(analytics=0, diagnosis=0),
        ),
        contract=contract_of(name),
        credential=CREDENTIAL,
        clock=lambda: at,
    )
    transport = httpx.ASGITransport(app=application)
    return HttpUpstream(name, "http://service", transport=transport, credential=CREDENTIAL)


def keys_of(name: str, world: World, language: str) -> Iterator[Key]:
    """A key with every group for each seeded kind, and one for each of their creators."""
    department = DEPARTMENTS[name]
    creators = dict.fromkeys(creator for _, creator in world.kinds().values())
    for identifier, creator in world.kinds().values():
        if world.session_by_id(identifier) is not None:
            groups = frozenset(department.session_groups)
            yield Key(Part.SESSION, identifier, creator, language, groups)
    for creator in creators:
        groups = frozenset(department.creator_groups)
        yield Key(Part.CREATOR, creator, creator, language, groups)


@pytest.mark.parametrize("age_days", [0, 5, 31])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", SERVICES)
async def test_every_group_is_read(name: str, language: str, age_days: int, world: World) -> None:
    """Each group of each kind of LIVE, young and old, is read whole; engagement alone may lack."""
    upstream = service(name, world, at=ANCHOR + age_days * 86_400)
    keys = list(keys_of(name, world, language))
    answers = await upstream.read(keys, time_left=1.0, request_id="conformance")
    assert answers.keys() == set(keys)
    read = set()
    for key, item in answers.items():
        assert isinstance(item, Item), (key, item)
        assert item.is_ready
        for group in all_groups():
            if group.upstream != name or group.part is not key.part:
                continue
            found = item.optional_group(group, FORM_OF[group])
            if found is None:
                assert group.name == "engagement"
                creator = world.creator_by_id(key.on_behalf_of)
                assert creator is not None
                assert creator.account_type == "AFFILIATE"
            else:
                read.add(group)
    assert read == {group for group in all_groups() if group.upstream == name}


@pytest.mark.parametrize("name", SERVICES)
async def test_what_is_not_theirs_is_said_so(name: str, world: World) -> None:
    """A stranger's key and an unknown one are refused alike, each in its own slot."""
    (own, creator), (other, _) = world.kinds()["ended"], world.kinds()["jpy"]
    upstream = service(name, world, at=ANCHOR)
    keys = [
        Key(Part.SESSION, identifier, creator, "en", frozenset())
        for identifier in (own, other, "7299999999999999999")
    ]
    answers = await upstream.read(keys, time_left=1.0, request_id="conformance")
    assert [getattr(answers[key], "code", "OK") for key in keys] == [
        "OK",
        "SOURCE_FORBIDDEN",
        "SOURCE_FORBIDDEN",
    ]


def test_every_session_document_is_read(world: World) -> None:
    """Each LIVE as the LIVE service writes it, ended or not, is a session of the gateway's."""
    documents = [
        session_document(session)
        for index in range(world.size)
        for session in world.history(world.creator(index))
    ]
    documents += [
        session_document(session, heard_until=heard_until(session, ANCHOR))
        for session in running_sessions(world)
    ]
    assert len(documents) > 500
    for document in documents:
        session = read_document(document, Session)
        assert isinstance(session, Session), session
        assert session.id == document["_id"]
        assert [event.kind for event in session.events] == [
            event["kind"] for event in document["events"]
        ]


def test_every_recording_document_is_read(world: World) -> None:
    """Each recording as the recordings service writes it is a recording of the gateway's."""
    count = 0
    for kind in world.kinds():
        for session in world.history(
            world.kind_creator("continuation" if kind == "continued" else kind)
        ):
            for document in recordings_of(session, ANCHOR):
                recording = read_document(document, Recording)
                assert isinstance(recording, Recording), recording
                assert recording.id == document["_id"]
                count += 1
    assert count > 500


# When it was read: no part of the document.
OURS = {"read_at"}


@pytest.mark.parametrize(
    ("collection", "form"), [("live_sessions", Session), ("recordings", Recording)]
)
def test_what_the_gateway_relies_on_is_required(collection: str, form: type) -> None:
    """A field without which the gateway cannot read a document is one that the database demands."""
    schema = schema_of(collection)
    relied_on = {field.encode_name for field in msgspec.structs.fields(form) if field.required}
    relied_on -= OURS
    assert relied_on <= set(schema["required"])
    known = {field.encode_name for field in msgspec.structs.fields(form)} - OURS
    assert known <= schema["properties"].keys()
