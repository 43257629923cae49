"""Subjects: the creators and LIVEs that a run asks for, each copied under ids of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import msgspec
from bson.codec_options import CodecOptions
from pymongo import MongoClient
from pymongo.database import Database

from loaders.session import Session
from loaders.session_state import Lifecycle, PageState, State, derive_state
from tests.bench.copies import copied_document, copied_text

LIST_LENGTH = 20
_BATCH = 500
_SETTLED_AFTER = timedelta(days=15)
_COLLECTIONS = ("live_sessions", "recordings")
_UTC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subjects:
    """``lives`` (id to its creator) have a full page; ``creators`` have twenty LIVEs or more.

    ``originals`` are all LIVEs of these creators that are not copies; ``settled`` are those of them
    with a page whose numbers move no more.
    """

    lives: dict[str, str]
    creators: list[str]
    originals: dict[str, str]
    settled: dict[str, str]


def choose(mongodb_uri: str, *, copies: int) -> Subjects:
    """Choose among the seeded creators and write ``copies`` of each, itself counted as one.

    A creator is fit whose LIVEs are all over, and who has enough of them for the list.
    """
    with MongoClient[Document](mongodb_uri) as client:
        database = client.get_database("company", codec_options=_UTC)
        found = _by_creator(database)
        fit = {creator: lives for creator, lives in found.items() if _is_fit(lives)}
        # One that passes during the run would be another moment in each answer.
        later = {"$set": {"next_check_at": datetime.now(UTC) + timedelta(days=1)}}
        database["recordings"].update_many({"next_check_at": {"$ne": None}}, later)
        _write_copies(database, list(fit), copies)
    originals = {live["_id"]: creator for creator, lives in fit.items() for live in lives}
    settled = {live["_id"] for lives in fit.values() for live in lives if _is_settled(live)}
    shown = {
        live["_id"]: creator for creator, lives in fit.items() for live in lives if _has_all(live)
    }
    return Subjects(
        lives={
            copied_text(live_id, copy): copied_text(creator, copy)
            for copy in range(copies)
            for live_id, creator in shown.items()
        },
        creators=[copied_text(creator, copy) for copy in range(copies) for creator in fit],
        originals=originals,
        settled={live_id: creator for live_id, creator in shown.items() if live_id in settled},
    )


def _by_creator(database: Database[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for document in database["live_sessions"].find({}):
        found.setdefault(document["creator_id"], []).append(document)
    return found


def _is_fit(lives: list[Document]) -> bool:
    states = [_state(live)[0] for live in lives]
    # One that is not over changes while the bench runs.
    is_over = all(state in (State.ENDED, State.CANCELLED) for state in states)
    return is_over and states.count(State.ENDED) >= LIST_LENGTH


def _has_all(live: Document) -> bool:
    return live["products_added"] > 0 and _state(live)[1] is PageState.AVAILABLE


def _is_settled(live: Document) -> bool:
    last = max((event["at"] for event in live["events"]), default=None)
    return last is not None and datetime.now(UTC) - last > _SETTLED_AFTER


def _state(live: Document) -> tuple[State, PageState]:
    derived = derive_state(msgspec.convert(live, Session), datetime.now(UTC), Lifecycle())
    return derived.state, derived.page_state


def _write_copies(database: Database[Document], creators: list[str], copies: int) -> None:
    for name in _COLLECTIONS:
        originals = list(database[name].find({"creator_id": {"$in": creators}}))
        copied = (
            copied_document(document, copy) for copy in range(1, copies) for document in originals
        )
        for batch in _batches(copied):
            database[name].insert_many(batch, ordered=False, bypass_document_validation=True)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(documents, _BATCH)):
        yield batch
