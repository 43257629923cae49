"""Operation: the keys that it asks with, and its one budget of time."""

from __future__ import annotations

import msgspec

from loaders.deadline import Deadline
from loaders.errors import KnownError
from loaders.journey import LEVEL, PROGRESS
from loaders.keys import Key, Part
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.session import Session
from loaders.shop import ACCOUNT_IMPROVEMENTS, SALES, TRAFFIC
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, session
from tests.fakes.times import ENDED_AT

ENDED = msgspec.convert(session(LIVE), Session)


def test_a_deadline_runs_out_and_stays_out() -> None:
    """What is left goes down with the clock, and never below nothing."""
    now = 100.0
    deadline = Deadline(1500, monotonic=lambda: now)
    assert deadline.left() == 1.5
    now = 101.0
    assert deadline.left() == 0.5
    now = 200.0
    assert deadline.left() == 0.0


async def test_keys_carry_the_groups_of_their_upstream_and_part(company: FakeCompany) -> None:
    """A session's key has the session's groups of its upstream, a creator's the creator's."""
    operation = company.operation(SALES, TRAFFIC, ACCOUNT_IMPROVEMENTS, PROGRESS, LEVEL)
    assert operation.session_key(SHOP, ENDED, ENDED_AT) == Key(
        Part.SESSION, LIVE, CREATOR, "en", frozenset({"sales", "traffic"})
    )
    assert operation.creator_key(SHOP, CREATOR).groups == {"account_improvements"}
    assert operation.session_key(JOURNEY, ENDED, ENDED_AT).groups == {"progress"}
    assert operation.creator_key(JOURNEY, CREATOR).groups == {"level"}
    assert operation.session_key(REWARDS, ENDED, ENDED_AT).groups == frozenset()


def test_every_error_of_the_loaders_has_a_code_of_its_own() -> None:
    """No two kinds of failure share a code, so that a client can tell them apart."""
    kinds = [kind for kind in _kinds(KnownError) if "code" in vars(kind)]
    assert len({kind.code for kind in kinds}) == len(kinds)


def _kinds(kind: type[KnownError]) -> list[type[KnownError]]:
    return [found for below in kind.__subclasses__() for found in (below, *_kinds(below))]
