"""Sessions that the simulator runs: read from their document, since only MongoDB knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from upstreams.company.creators import Creator
from upstreams.company.dice import Dice
from upstreams.company.events import Event
from upstreams.company.pace import Pace, drawn_pace
from upstreams.company.sessions import Session


def simulated_pace(*, seed: int, creator: Creator, identifier: str) -> Pace:
    """Return the pace of a simulated session; a forced creator keeps the rates of the kind."""
    pace = drawn_pace(Dice.of(seed, "session", identifier), creator.stage)
    return replace(pace, **creator.stratum.pace) if creator.stratum else pace


def session_from_document(document: Mapping[str, Any], *, seed: int, creator: Creator) -> Session:
    """Return the session that a document of `live_sessions` tells of."""
    identifier = document["_id"]
    return Session(
        id=identifier,
        number=0,
        creator=creator,
        title=document["title"],
        is_practice=document["is_practice"],
        products_added=document["products_added"],
        created_at=int(_unix(document["created_at"])),
        events=tuple(
            Event(event["kind"], _unix(event["at"]), event["reason"], event["revision"])
            for event in document["events"]
        ),
        broadcast_id=document["broadcast_id"],
        continuation_of=document["continuation_of"],
        continued_by=document["continued_by"],
        pace=simulated_pace(seed=seed, creator=creator, identifier=identifier),
        dice=Dice.of(seed, "session", identifier),
        stratum=None,
    )


def _unix(moment: datetime) -> float:
    """Return unix seconds; the driver gives naive datetimes in UTC unless told otherwise."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
