"""Breaker: when calls may go, over any run of outcomes in simulated time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.breaker import Breaker

SECONDS = 1.0


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    """A breaker that has opened just now."""
    breaker = Breaker(failures=3, seconds=SECONDS, monotonic=clock)
    for _ in range(3):
        breaker.fail(sent(breaker))
    return breaker


def sent(breaker: Breaker) -> int:
    """The ticket of a call that may go."""
    ticket = breaker.lets_through()
    assert ticket is not None
    return ticket


def test_it_opens_after_three_failures_in_a_row() -> None:
    """Two do not open it, nor do any number with an answer between them."""
    breaker = Breaker(failures=3, monotonic=Clock())
    for _ in range(5):
        breaker.fail(sent(breaker))
        breaker.fail(sent(breaker))
        sent(breaker)
        breaker.succeed()
    for _ in range(3):
        breaker.fail(sent(breaker))
    assert not breaker.is_closed
    assert breaker.lets_through() is None


def test_one_probe_goes_when_its_time_is_over() -> None:
    """Nothing before, one call then, and no other before that one has come back."""
    clock = Clock()
    breaker = opened(clock)
    clock.now += SECONDS / 2
    assert breaker.seconds_left() == SECONDS / 2
    assert breaker.lets_through() is None
    clock.now += SECONDS / 2
    probe = sent(breaker)
    assert breaker.lets_through() is None
    breaker.fail(probe)
    assert breaker.seconds_left() == SECONDS
    clock.now += SECONDS
    sent(breaker)
    breaker.succeed()
    assert breaker.is_closed


def test_what_we_ended_ourselves_is_no_failure() -> None:
    """Any number of calls that we ended leaves it closed; a probe makes room for another."""
    clock = Clock()
    breaker = Breaker(failures=3, seconds=SECONDS, monotonic=clock)
    for _ in range(10):
        breaker.forget(sent(breaker))
    assert breaker.is_closed
    breaker = opened(clock)
    clock.now += SECONDS
    breaker.forget(sent(breaker))
    sent(breaker)
    assert breaker.lets_through() is None


def test_a_call_from_before_makes_no_room_for_a_second_probe() -> None:
    """What began before it opened neither frees the probe's place nor keeps it open for longer."""
    clock = Clock()
    breaker = Breaker(failures=3, seconds=SECONDS, monotonic=clock)
    before = sent(breaker)
    for _ in range(3):
        breaker.fail(sent(breaker))
    clock.now += SECONDS
    sent(breaker)
    breaker.forget(before)
    assert breaker.lets_through() is None
    breaker.fail(before)
    assert breaker.seconds_left() == 0
    assert breaker.lets_through() is None


def test_any_answer_closes_it() -> None:
    """An upstream that answers a call from before is there again."""
    breaker = opened(Clock())
    breaker.succeed()
    sent(breaker)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_run_keeps_its_word(data: st.DataObject) -> None:
    """Open: no call goes for its seconds, then one at a time. Closed: never a third failure.

    Calls may come back in any order, and those from before it opened change nothing by failing.
    """
    clock = Clock()
    breaker = Breaker(failures=3, seconds=SECONDS, monotonic=clock)
    flying: list[tuple[int, bool]] = []  # Tickets, and whether the call is a probe.
    in_a_row, opened_at = 0, None
    for _ in range(data.draw(st.integers(1, 60))):
        move = data.draw(st.sampled_from(["call", "good", "bad", "ours", "wait"]))
        if move == "wait":
            clock.now += data.draw(st.sampled_from([0.1, 0.5, 1.0]))
        elif move == "call":
            is_open = opened_at is not None
            may_go = not is_open or (
                clock.now >= (opened_at or 0) + SECONDS and not any(probe for _, probe in flying)
            )
            ticket = breaker.lets_through()
            assert (ticket is not None) == may_go
            if ticket is not None:
                flying.append((ticket, is_open))
        elif flying:
            ticket, is_probe = flying.pop(data.draw(st.integers(0, len(flying) - 1)))
            if move == "good":
                breaker.succeed()
                in_a_row, opened_at = 0, None
                flying = [(other, False) for other, _ in flying]
            elif move == "ours":
                breaker.forget(ticket)
            else:
                counts = is_probe if opened_at is not None else ticket == breaker._times_opened
                breaker.fail(ticket)
                in_a_row += counts
                if counts and (opened_at is not None or in_a_row >= 3):
                    opened_at = clock.now
        assert breaker.is_closed == (opened_at is None)
