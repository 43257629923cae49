"""Source: any run of reads, waits and moods of the upstream, beside a model of what is known."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import KnownError, SourceBadAnswer, SourceForbidden
from loaders.freshness import NOTHING
from loaders.names import SHOP
from tests.loaders.hand_driven import asking
from tests.loaders.kept_source import GOOD, Teller, Told, told_source
from tests.loaders.simulated_time import in_simulated_time, now, ticks

BAD = SourceBadAnswer("not JSON", upstream=SHOP)
# No answer of this model is fresh for longer.
SHARED = 1.0
MOODS = {"good": None, "bad": BAD, "forbidden": SourceForbidden(upstream=SHOP)}
MOVES = st.one_of(
    st.tuples(st.just("read"), st.sampled_from("ab")),
    st.tuples(st.just("told"), st.just("")),
    st.tuples(st.just("update"), st.sampled_from("ab")),
    st.tuples(st.just("wait"), st.sampled_from(["0.3", "0.7", "1.1", "2.5", "9"])),
    st.tuples(st.just("mood"), st.sampled_from(sorted(MOODS))),
)


@dataclass(frozen=True)
class Known:
    """What the model holds for a key: an answer or a refusal (None), and since when."""

    told: Told | None
    at: float


class Model:
    """What ought to be shown, and asked."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        self.calls = 0

    def read(self, key: str, mood: str, *, since: float | None) -> Told | str:
        """What is shown of ``key`` now, or the code of its error; nothing from before ``since``."""
        known = self.known.get(key)
        age = now() - known.at if known else 0.0
        if known is not None and since is not None:
            if known.at >= since and age < SHARED:
                return known.told or SourceForbidden.code
        elif known is not None:
            if known.told is None and age < NOTHING.fresh:
                return SourceForbidden.code
            if known.told is not None and age < GOOD.fresh:
                return known.told
            if known.told is not None and age < GOOD.fresh + GOOD.stale:
                self._call(key, mood)
                return replace(known.told, is_stale=True)
        new = self._call(key, mood)
        told = known.told if known is not None else None
        if mood == "bad" and told is not None and age < GOOD.on_error:
            return replace(told, is_stale=True)
        return new

    def _call(self, key: str, mood: str) -> Told | str:
        self.calls += 1
        if mood == "bad":
            return BAD.code
        told = Told(key, self.calls) if mood == "good" else None
        self.known[key] = Known(told, now())
        return told or SourceForbidden.code


@settings(max_examples=200, deadline=None)
@given(st.lists(MOVES, max_size=40))
def test_what_is_shown_is_what_the_model_says(moves: list[tuple[str, str]]) -> None:
    """Fresh, stale with one renewal, last good or error; and not one call more than that needs."""
    what_is_shown_is_what_the_model_says(moves)


@in_simulated_time
async def what_is_shown_is_what_the_model_says(moves: list[tuple[str, str]]) -> None:
    """One run."""
    teller, model, mood, told_at = Teller(), Model(), "good", now()
    source = told_source(teller)
    for move, what in moves:
        if move == "wait":
            await asyncio.sleep(float(what))
        elif move == "told":
            told_at = now()
        elif move == "mood":
            mood = what
            teller.mood = MOODS[mood] if mood == "bad" else None
            teller.item_mood = MOODS[mood] if mood == "forbidden" else None
        else:
            since = told_at if move == "update" else None
            found = (await source.read(asking(not_before=since), [what]))[what]
            await ticks()
            shown = found.code if isinstance(found, KnownError) else found
            assert shown == model.read(what, mood, since=since)
            assert len(teller.asked) == model.calls
