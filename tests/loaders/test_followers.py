"""Followers: any coming and going, beside a model of sets."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from loaders.followers import Followers, Heard
from loaders.recording_lives import RecordingLives


class Somebody:
    """A follower that does nothing."""

    revision = 0

    def tell(self, heard: Heard) -> None:
        """Nothing."""


MOVES = st.lists(
    st.tuples(st.booleans(), st.sampled_from("ab"), st.integers(min_value=0, max_value=3))
)


@given(MOVES)
def test_each_live_has_those_who_have_come_and_not_gone(moves: list[tuple[bool, str, int]]) -> None:
    """Coming twice is once, going twice does no harm, and nothing is kept for who has gone."""
    people = [Somebody() for _ in range(4)]
    followers, model = Followers(), defaultdict[str, set[Somebody]](set)
    for comes, session_id, number in moves:
        (followers.add if comes else followers.discard)(session_id, people[number])
        (model[session_id].add if comes else model[session_id].discard)(people[number])
        for one in "ab":
            assert set(followers.of(one)) == model[one]
            assert len(followers.of(one)) == len(model[one])
        assert set(followers.session_ids()) == {one for one, whose in model.items() if whose}
        assert len(list(followers)) == len(followers) == sum(map(len, model.values()))
    assert all(followers._others.values())


def test_of_recordings_the_ones_that_were_seen_last_are_known() -> None:
    """At most so many."""
    lives = RecordingLives(most=2)
    assert lives.learn("r1", "a") is None
    assert lives.learn("r2", "a") is None
    assert lives.learn("r1", "b") == "a"
    lives.learn("r3", "c")
    assert [lives.of(one) for one in ("r1", "r2", "r3")] == ["b", None, "c"]
    assert len(lives) == 2
