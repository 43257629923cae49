"""Recordings that are taken away, against a real database with its validators."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pymongo import MongoClient

from tests.upstreams.clock import Clock
from upstreams.company.identifiers import recording_id
from upstreams.company.recordings import KEPT_AFTER_EXPIRY, highlight_document
from upstreams.simulator.live_service import LiveService
from upstreams.simulator.recordings_service import RecordingsService
from upstreams.simulator.transitions import IllegalTransition, UnknownRecording

Document = dict[str, Any]


@pytest.fixture
def service(
    company_client: MongoClient[Document], live: LiveService, clock: Clock
) -> RecordingsService:
    """The recordings service."""
    return RecordingsService(company_client, live.world, clock=clock)


@pytest.fixture
def session(live: LiveService, service: RecordingsService, creator: str) -> Document:
    """A LIVE that has ended, with a replay and a highlight to be watched."""
    document = live.end(live.start(creator))
    assert service.begin(document)
    assert service.finish(document) == "READY"
    # How many highlights the service cuts is a matter of dice: here there is always one.
    told = live.world.session_from(document)
    assert told is not None
    service.recordings.insert_one(highlight_document(told, 1, ended=told.last_heard.at))
    return document


def changes(before: Document, after: Document) -> Document:
    """The fields that are not what they were."""
    assert before.keys() == after.keys()
    return {name: after[name] for name in after if after[name] != before[name]}


@pytest.mark.parametrize("position", [0, 1])
def test_what_is_deleted_leaves_no_file(
    service: RecordingsService, session: Document, position: int
) -> None:
    """Neither files nor poster nor length; its revision rises by one."""
    identifier = recording_id(session["_id"], position)
    before = service.found(identifier)
    after = service.delete(identifier)
    assert after == service.found(identifier)
    gone: Document = {"segments": []} if position == 0 else {"file": None}
    assert changes(before, after) == gone | {
        "state": "DELETED",
        "reason": "DELETED_BY_CREATOR",
        "duration_seconds": 0.0,
        "size_bytes": 0,
        "poster": None,
        "ready_at": None,
        "expires_at": None,
        "revision": before["revision"] + 1,
    }


@pytest.mark.parametrize("position", [0, 1])
def test_what_is_restricted_keeps_its_files(
    service: RecordingsService, session: Document, position: int
) -> None:
    """State and reason alone say that it is not to be shown."""
    identifier = recording_id(session["_id"], position)
    before = service.found(identifier)
    assert changes(before, service.restrict(identifier)) == {
        "state": "RESTRICTED",
        "reason": "VIOLATION",
        "revision": before["revision"] + 1,
    }


def test_what_has_expired_is_told_of_without_files(
    service: RecordingsService, session: Document, clock: Clock
) -> None:
    """Segments, length and poster stay for a while; the document goes thirty days later."""
    identifier = recording_id(session["_id"], 0)
    before = service.found(identifier)
    after = service.expire(identifier)
    changed = changes(before, after)
    assert changed["expires_at"].timestamp() == clock.now
    assert changed["purge_at"].timestamp() == clock.now + KEPT_AFTER_EXPIRY
    assert (changed["state"], changed["reason"]) == ("EXPIRED", "RETENTION_OVER")
    assert changed.keys() == {
        *("state", "reason", "size_bytes", "segments", "expires_at", "purge_at", "revision")
    }
    gone = {"size_bytes": 0, "file": None}
    assert after["segments"] == [{**one, **gone} for one in before["segments"]]
    clip = service.expire(recording_id(session["_id"], 1))
    assert (clip["state"], clip["file"], clip["size_bytes"]) == ("EXPIRED", None, 0)


@pytest.mark.parametrize("command", ["delete", "restrict", "expire"])
def test_to_withdraw_twice_is_to_withdraw_once(
    service: RecordingsService, session: Document, command: str, clock: Clock
) -> None:
    """The second time nothing is written; eight at once write once."""
    identifier = recording_id(session["_id"], 1)
    before = service.found(identifier)
    threads = [
        threading.Thread(target=getattr(service, command), args=(identifier,)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    once = service.found(identifier)
    assert once["revision"] == before["revision"] + 1
    clock.now += 60
    assert getattr(service, command)(identifier) == once == service.found(identifier)


def test_what_is_gone_is_not_restricted_and_does_not_come_back(
    service: RecordingsService, session: Document
) -> None:
    """The error says the state, and what was expected; the document is what it was."""
    identifier = recording_id(session["_id"], 0)
    after = service.delete(identifier)
    for command in (service.restrict, service.expire):
        with pytest.raises(IllegalTransition, match=f"{identifier}: it is DELETED, expected"):
            command(identifier)
    assert service.found(identifier) == after


def test_a_replay_that_is_deleted_while_it_is_made_stays_deleted(
    live: LiveService, service: RecordingsService, creator: str
) -> None:
    """Who finishes it finds that out, and leaves it."""
    document = live.end(live.start(creator))
    assert service.begin(document)
    deleted = service.delete(recording_id(document["_id"], 0))
    assert (deleted["state"], deleted["next_check_at"]) == ("DELETED", None)
    assert service.finish(document) == "DELETED"
    assert service.found(deleted["_id"]) == deleted


@pytest.mark.parametrize("command", ["delete", "restrict", "expire"])
def test_an_unknown_recording_is_said_to_be_so(service: RecordingsService, command: str) -> None:
    """There is none: no document is made."""
    with pytest.raises(UnknownRecording, match="'7600000000000000999'"):
        getattr(service, command)("7600000000000000999")
    assert service.recordings.find_one({"_id": "7600000000000000999"}) is None
