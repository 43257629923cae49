"""The simulator and the recordings service against a real database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.upstreams.clock import Clock
from upstreams.company.collections import database_of
from upstreams.company.documents import moment
from upstreams.company.recordings import highlight_count
from upstreams.company.world import World
from upstreams.launch import Running
from upstreams.simulator.live_service import LiveService
from upstreams.simulator.making import Making
from upstreams.simulator.recordings_service import RecordingsService
from upstreams.simulator.run import Simulator
from upstreams.simulator.transitions import state_of

Client = MongoClient[dict[str, Any]]


def test_a_replay_is_processed_and_then_ready(
    live: LiveService, company_client: Client, creator: str, clock: Clock
) -> None:
    """It says when to look again, then it is done; begun twice is begun once."""
    recordings = RecordingsService(company_client, live.world, clock=clock)
    document = live.end(live.start(creator))
    assert recordings.begin(document)
    recordings.begin(document)
    query = {"live_id": document["_id"]}
    processing = list(recordings.recordings.find(query))
    assert [one["state"] for one in processing] == ["PROCESSING"]
    assert processing[0]["next_check_at"].timestamp() > clock.now
    clock.now += 20
    state = recordings.finish(document)
    found = recordings.recordings.find_one(query)
    assert found is not None
    assert found["state"] == state
    assert found["revision"] == processing[0]["revision"] + 1
    assert found["next_check_at"] is None


def test_a_practice_is_not_recorded(
    live: LiveService, company_client: Client, creator: str, clock: Clock
) -> None:
    """Nothing is kept of a LIVE that nobody saw."""
    recordings = RecordingsService(company_client, live.world, clock=clock)
    document = live.end(live.start(creator, is_practice=True))
    assert not recordings.begin(document)
    assert recordings.recordings.find_one({"live_id": document["_id"]}) is None


@pytest.fixture
def simulator(company_client: Client, facts: World, clock: Clock) -> Iterator[Simulator]:
    """A simulator that listens."""
    simulator = Simulator(
        company_client, facts, clock=clock, per_minute=0, live_ends_at=clock.now + 30
    )
    simulator.open()
    yield simulator
    simulator.close()


def _steps(simulator: Simulator, clock: Clock, seconds: int) -> None:
    for _ in range(seconds):
        clock.now += 1
        simulator.step()


def test_the_simulator_keeps_its_promises(
    simulator: Simulator,
    live: LiveService,
    company_client: Client,
    running: Running,
    creator: str,
    clock: Clock,
) -> None:
    """The kind `live` ends by itself, a command's LIVE never does but ticks, recordings follow."""
    kind = running.sessions["live"]["id"]
    mine = live.start(creator)
    silent = live.found(running.sessions["silent"]["id"])
    before = live.found(mine)
    assert state_of(live.found(kind)) == "LIVE"
    _steps(simulator, clock, 29)
    assert state_of(live.found(kind)) == "LIVE"
    _steps(simulator, clock, 40)
    assert state_of(live.found(kind)) == "ENDED"
    after = live.found(mine)
    assert state_of(after) == "LIVE"
    assert after["revision"] > before["revision"] + 5
    assert after["last_tick"]["views"] > before["last_tick"]["views"]
    assert live.found(running.sessions["silent"]["id"]) == silent
    recorded = database_of(company_client)["recordings"].find({"live_id": kind})
    assert "REPLAY" in {one["kind"] for one in recorded if one["state"] != "PROCESSING"}


def test_highlights_are_there_before_the_replay(
    live: LiveService, company_client: Client, running: Running, clock: Clock
) -> None:
    """Clips appear one after the other while the replay is still processed, and go on after it."""
    recordings = RecordingsService(company_client, live.world, clock=clock)
    creator = running.sessions["top_creator"]["creator"]
    document = live.end(live.start(creator, identifier="7300000000000004711"))
    session = live.world.session_from(document)
    assert session is not None
    count = highlight_count(session)
    assert count >= 4
    assert recordings.begin(document)
    making, seen = Making.begun(document, clock.now), []
    for _ in range(4 + count):
        clock.now += 3
        making.go_on(recordings, clock.now)
        found = recordings.recordings.find({"live_id": document["_id"]}).sort("_id", 1)
        states = [one["state"] for one in found]
        seen.append((states[0], states[1:].count("READY")))
    assert seen[:5] == [
        ("PROCESSING", 0),
        ("PROCESSING", 0),
        ("PROCESSING", 1),
        ("PROCESSING", 2),
        ("READY", 3),
    ]
    assert seen[-1] == ("READY", count)


def test_there_is_always_a_live_that_ends_soon(simulator: Simulator, clock: Clock) -> None:
    """Whenever the last one has ended another one runs that ends within a minute."""
    for _ in range(3):
        _steps(simulator, clock, 45)
        ends = [end for end in simulator.promised_ends() if end <= clock.now + 60]
        assert ends


def test_the_simulator_leaves_forced_creators_alone(
    company_client: Client, facts: World, clock: Clock, simulator: Simulator
) -> None:
    """LIVEs that it starts are of ordinary creators, so that forced cases stay what they are."""
    busy = Simulator(company_client, facts, clock=clock, per_minute=60)
    busy.open()
    _steps(busy, clock, 8)
    busy.close()
    ordinary = {facts.creator(index).id for index in facts.ordinary()}
    started = busy.own_creators()
    assert len(started) >= 3
    assert started <= ordinary


def test_a_replay_that_is_never_done_is_always_looked_at_again(
    company_client: Client, running: Running, clock: Clock, simulator: Simulator
) -> None:
    """The seeded replay in processing says when to look again, and never a time that is over."""
    recordings = database_of(company_client)["recordings"]
    query = {"live_id": running.sessions["replay_processing"]["id"], "kind": "REPLAY"}
    # Other tests may have turned their clocks further.
    recordings.update_one(query, {"$set": {"next_check_at": moment(clock.now - 3600)}})
    revisions = []
    for _ in range(40):
        _steps(simulator, clock, 1)
        replay = recordings.find_one(query)
        assert replay is not None
        assert replay["state"] == "PROCESSING"
        assert replay["next_check_at"].timestamp() > clock.now
        revisions.append(replay["revision"])
    assert revisions == sorted(revisions)
    assert revisions[-1] > revisions[0]
