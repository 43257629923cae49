"""The LIVE service against a real database: transitions, races and ticks."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.upstreams.clock import Clock
from upstreams.departments import DEPARTMENTS
from upstreams.launch import Running
from upstreams.service.department import Delays
from upstreams.simulator.live_service import LiveService
from upstreams.simulator.transitions import (
    IllegalTransition,
    SimulatorError,
    UnknownCreator,
    UnknownSession,
    state_of,
)


def test_a_started_live_is_live_with_figures(live: LiveService, creator: str) -> None:
    """It has been on air for half an hour, has a tick, and its own broadcast."""
    document = live.found(live.start(creator))
    assert state_of(document) == "LIVE"
    assert document["broadcast_id"] == document["_id"]
    assert document["last_tick"]["views"] > 100
    assert document["last_tick"]["at"] == document["last_seen_at"]


def test_a_live_goes_through_its_states(live: LiveService, creator: str, clock: Clock) -> None:
    """Every step raises the revision by one; pauses and lost minutes are no air time."""
    identifier = live.start(creator)
    steps = [live.pause, live.resume, live.disconnect, live.reconnect, live.tick, live.end]
    revision = int(live.found(identifier)["revision"])
    states = []
    document = live.found(identifier)
    for step in steps:
        clock.now += 60
        document = step(identifier)
        revision += 1
        assert document["revision"] == revision
        assert document == live.found(identifier)
        states.append(state_of(document))
    assert states == ["PAUSED", "LIVE", "DISCONNECTED", "LIVE", "LIVE", "ENDED"]
    session = live.world.session_from(document)
    assert session is not None
    assert session.air_seconds(clock.now) == pytest.approx(34 * 60, abs=0.01)
    revisions = [event["revision"] for event in document["events"]]
    assert revisions == sorted(revisions)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("ended", "pause"),
        ("ended", "end"),
        ("ended", "resume"),
        ("suspended", "end"),
        ("suspended", "carry_on"),
        ("cancelled", "begin"),
        ("scheduled", "pause"),
        ("scheduled", "end"),
        ("continued", "carry_on"),
        ("paused", "pause"),
    ],
)
def test_an_illegal_step_is_refused_and_changes_nothing(
    live: LiveService, running: Running, kind: str, command: str
) -> None:
    """The error names the session and its state; the document is what it was."""
    identifier = running.sessions[kind]["id"]
    before = live.found(identifier)
    with pytest.raises(IllegalTransition, match=identifier):
        getattr(live, command)(identifier)
    assert live.found(identifier) == before


def test_what_is_unknown_is_said(live: LiveService) -> None:
    """No such session, no such creator."""
    with pytest.raises(UnknownSession, match="7300000000000000999"):
        live.end("7300000000000000999")
    for stranger in ("6899999999999999999", "somebody"):
        with pytest.raises(UnknownCreator, match=stranger):
            live.start(stranger)


def test_of_racing_ends_one_wins(live: LiveService, creator: str) -> None:
    """Eight ends and suspensions at once leave one closing event and seven refusals."""
    identifier = live.start(creator)
    outcomes: list[str] = []
    gate = threading.Barrier(8)

    def run(command: Any) -> None:
        gate.wait()
        try:
            command(identifier)
            outcomes.append("done")
        except IllegalTransition:
            outcomes.append("refused")

    threads = [
        threading.Thread(target=run, args=(live.end if number % 2 else live.suspend,))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done"] + ["refused"] * 7
    closing = [one for one in live.found(identifier)["events"] if one["kind"] != "SCHEDULED"]
    assert len(closing) == 2


def test_no_write_is_lost_among_ticks(live: LiveService, creator: str) -> None:
    """Ticks that race with a pause raise the revision once each, and the pause stays."""
    identifier = live.start(creator)
    before = int(live.found(identifier)["revision"])
    written: list[int] = []

    def tick() -> None:
        for _ in range(5):
            try:
                written.append(int(live.tick(identifier)["revision"]))
            except SimulatorError:
                return

    threads = [threading.Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    live.pause(identifier)
    for thread in threads:
        thread.join()
    document = live.found(identifier)
    assert state_of(document) == "PAUSED"
    assert len(set(written)) == len(written)
    assert document["revision"] == before + len(written) + 1


def test_a_false_start_was_hardly_on_air(live: LiveService, running: Running, clock: Clock) -> None:
    """Less than two minutes and fewer than ten comments, also with a large audience."""
    for kind in ("ended", "top_creator", "zero_views"):
        document = live.false_start(live.start(running.sessions[kind]["creator"]))
        session = live.world.session_from(document)
        assert session is not None
        assert state_of(document) == "ENDED"
        assert 0 < session.air_seconds(clock.now) < 120
        assert document["last_tick"]["comments"] < 10


def test_a_broadcast_is_carried_on(live: LiveService, creator: str, clock: Clock) -> None:
    """The old session ends for it and names the new one, which is on air in the same broadcast."""
    first = live.start(creator)
    second = live.carry_on(first)
    clock.now += 300
    live.end(second)
    third = live.carry_on(second)
    old, middle, new = (live.found(identifier) for identifier in (first, second, third))
    assert [event["kind"] for event in old["events"]][-2:] == ["ENDED", "CONTINUED"]
    assert old["events"][-2]["reason"] == "DEVICE_SWITCH"
    assert (old["continued_by"], middle["continued_by"]) == (second, third)
    assert (middle["continuation_of"], new["continuation_of"]) == (first, second)
    assert {old["broadcast_id"], middle["broadcast_id"], new["broadcast_id"]} == {first}
    assert state_of(new) == "LIVE"
    with pytest.raises(IllegalTransition, match="continued already"):
        live.carry_on(first)


def test_figures_after_the_end_are_the_last_tick_or_more(
    live: LiveService, creator: str, clock: Clock
) -> None:
    """Analytics of a simulated session come from the counters that its ticks came from."""
    identifier = live.start(creator)
    clock.now += 77
    document = live.end(identifier)
    session = live.world.session_from(document)
    item = DEPARTMENTS["shop_analytics"].session_item(
        live.world,
        session,
        live_id=identifier,
        on_behalf_of=creator,
        language="en",
        groups=("sales", "traffic"),
        now=clock.now + 1,
        delays=Delays(analytics=0),
    )
    tick = document["last_tick"]
    assert item["groups"]["traffic"]["views"] == tick["views"]
    assert item["groups"]["sales"]["direct_gmv"]["amount"] == tick["direct_gmv"]
