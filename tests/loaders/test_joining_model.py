"""Joining: any interleaving of askers, keys, cancellations, failures and deadlines, in a model."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from loaders.errors import (
    DeadlineExceeded,
    KnownError,
)
from tests.loaders.hand_driven import HandDriven, HeldCall, Said, asking
from tests.loaders.joined import CAP, MEDIAN, joining
from tests.loaders.joining_world import EXACT, MOST_KEYS, Asker, Ending, Step, World
from tests.loaders.simulated_time import in_simulated_time

KEYS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5).map(tuple)
TIMES = st.sampled_from([0.0, 0.001, 0.02, 0.049, 0.05, 0.051, 0.1, 0.2])
STEPS = st.builds(
    Step,
    pause=TIMES,
    keys=KEYS,
    budget_ms=st.sampled_from([0, 20, 150, 400, 1_500, 3_000]),
    stays=st.none() | TIMES,
    is_told=st.booleans(),
)
ENDINGS = st.builds(
    Ending,
    seconds=st.none() | TIMES,
    kind=st.sampled_from(["good", "good", "one bad key", "unavailable", "bad", "unexpected"]),
)


def calls_of(world: World, key: str, asker: Asker) -> list[HeldCall]:
    """The calls for ``key`` that were under way while ``asker`` waited."""
    return [
        call
        for call in world.upstream.calls
        if key in call.keys
        and call.started_at <= asker.left_at
        and (call.ended_at is None or call.ended_at >= asker.came_at)
    ]


def is_true(world: World, asker: Asker, key: str, answer: Said | KnownError) -> bool:
    """Whether ``answer`` is what a call for ``key`` said, or what the time allowed."""
    calls = calls_of(world, key, asker)
    if isinstance(answer, Said):
        call = world.upstream.calls[answer.call]
        is_new = call.started_at >= asker.came_at or not asker.step.is_told
        return answer.key == key and call in calls and is_new
    if isinstance(answer, DeadlineExceeded):
        its_time_is_over = asker.left_at - asker.came_at >= asker.step.budget_ms / 1000 - EXACT
        return its_time_is_over or any(
            call.ended_at is not None and call.ended_at - call.started_at >= CAP - EXACT
            for call in calls
        )
    errors = [world.errors[call.number] for call in calls if call.number in world.errors]
    if answer.code == "INTERNAL":
        return any(isinstance(error, ZeroDivisionError) for error in errors)
    return any(answer is error for error in errors)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=12), st.lists(ENDINGS, min_size=1, max_size=8))
def test_everybody_gets_exactly_their_own(steps: list[Step], endings: list[Ending]) -> None:
    """Whoever stays is told of each of their keys, in time, what a call for it said, and nobody
    feels another's cancellation or deadline; nothing is left behind.
    """
    with capture_logs():
        everybody_gets_exactly_their_own(steps, endings)


@in_simulated_time
async def everybody_gets_exactly_their_own(steps: list[Step], endings: list[Ending]) -> None:
    """One run of the model."""
    world = World(endings)
    await world.run(steps)
    assert world.limits_held
    for asker in world.askers:
        if asker.found is None:
            assert asker.step.stays is not None
            continue
        assert set(asker.found) == set(asker.step.keys)
        assert asker.left_at - asker.came_at <= asker.step.budget_ms / 1000 + EXACT
        for key, answer in asker.found.items():
            assert is_true(world, asker, key, answer), (asker, key, answer)
    calls_are_ended_when_nobody_is_left(world)
    records_are_right(world)
    joined = world.joined
    assert not joined._waiting
    assert not joined._flying
    assert not joined._calls
    await asyncio.sleep(MEDIAN + EXACT)
    assert joined._leaves_late is None


def calls_are_ended_when_nobody_is_left(world: World) -> None:
    """No call goes on when all who asked for any of its keys have left."""
    for call in world.upstream.calls:
        assert call.ended_at is not None
        assert call.time_left <= CAP
        leavings = [
            asker.left_at for asker in world.askers if set(call.keys) & set(asker.step.keys)
        ]
        assert call.ended_at <= max(leavings) + EXACT


def records_are_right(world: World) -> None:
    """Everybody who stayed has a record of each call that answered them, once."""
    for asker in world.askers:
        if asker.found is None:
            continue
        numbers = {answer.call for answer in asker.found.values() if isinstance(answer, Said)}
        outcomes = [call.outcome for call in asker.asked.calls]
        assert outcomes.count("OK") >= len(numbers)
        assert len(outcomes) <= len(asker.found)
        codes = {answer.code for answer in asker.found.values() if isinstance(answer, KnownError)}
        assert set(outcomes) <= codes | {"OK"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TIMES, KEYS), min_size=1, max_size=12))
def test_no_key_is_asked_twice_while_it_can_be_joined(came: list[tuple[float, str]]) -> None:
    """Of those who have all the time, none makes a call for a key that one is under way for."""
    no_key_is_asked_twice_while_it_can_be_joined(came)


@in_simulated_time
async def no_key_is_asked_twice_while_it_can_be_joined(came: list[tuple[float, str]]) -> None:
    """One run: calls take 90 ms, which is within twice the median."""

    def begin(call: HeldCall) -> None:
        others = [other for other in upstream.running if other is not call]
        assert not any(set(call.keys) & set(other.keys) for other in others)
        asyncio.get_running_loop().call_later(0.09, call.answer)

    upstream = HandDriven(begin)
    joined = joining(upstream, most_keys=MOST_KEYS)
    readers = []
    for pause, keys in came:
        await asyncio.sleep(pause)
        readers.append(asyncio.create_task(joined.read(asking(), tuple(keys))))
    found = await asyncio.gather(*readers)
    for answers, (_, keys) in zip(found, came, strict=True):
        assert {answer.key for answer in answers.values() if isinstance(answer, Said)} == set(keys)
