"""Scenarios: what is asked, and how many ask at once. The operations are those the APP ships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

import msgspec

from tests.bench.identity import Issuer
from tests.bench.subjects import LIST_LENGTH, Subjects

_OPERATIONS = Path(__file__).resolve().parents[2] / "web" / "operations"


class Request(msgspec.Struct):
    """One request: its token, and its body as JSON text."""

    token: str
    body: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """``requests`` is how many are measured at most, in one round of one gateway."""

    name: str
    operation: str
    in_flight: int
    requests: int

    @property
    def title(self) -> str:
        """The scenario in words."""
        return f"{self.name}, {self.in_flight} in flight"


FULL_PAGE = Scenario("full page", "EndPageFull", 8, 300)
ONE_PANEL = Scenario("one panel", "EndPageHeadline", 32, 1200)
LIST = Scenario("list of 20 sessions", "RecentLives", 32, 256)
ONE_BY_ONE = Scenario("full page", "EndPageFull", 1, 100)
SCENARIOS = (FULL_PAGE, ONE_PANEL, LIST)


class Asking:
    """Makes requests: LIVEs and creators take turns, and no token is ever used twice."""

    def __init__(self, subjects: Subjects, issuer: Issuer) -> None:
        self._issuer = issuer
        self._numbers = count()
        self._lives = cycle(subjects.lives.items())
        self._creators = cycle(subjects.creators)

    def requests(self, operation: str, how_many: int) -> list[Request]:
        """So many requests for an operation, each for the next LIVE or creator."""
        made = self._of_lists() if operation == LIST.operation else self._of_pages(operation)
        return list(islice(made, how_many))

    def _of_pages(self, operation: str) -> Iterator[Request]:
        for live_id, creator_id in self._lives:
            yield self._request(operation, creator_id, {"sessionId": live_id})

    def _of_lists(self) -> Iterator[Request]:
        for creator_id in self._creators:
            yield self._request(LIST.operation, creator_id, {"first": LIST_LENGTH})

    def _request(self, operation: str, creator_id: str, variables: dict[str, object]) -> Request:
        body = {"query": document(operation), "operationName": operation, "variables": variables}
        token = self._issuer.token(creator_id, next(self._numbers))
        return Request(token, msgspec.json.encode(body).decode())


def document(operation: str) -> str:
    """The text of a shipped operation."""
    return (_OPERATIONS / f"{operation}.graphql").read_text(encoding="utf-8")
