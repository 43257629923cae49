"""Scenarios: what is asked, and how many ask at once. Most operations are those the APP ships."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, cycle, islice
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from graphql import FragmentDefinitionNode, parse, print_ast

from tests.bench.identity import Issuer
from tests.bench.subjects import LIST_LENGTH, Subjects

_SHIPPED = Path(__file__).resolve().parents[2] / "web" / "operations"
_OF_THE_BENCH = Path(__file__).with_name("operations")
# How many pages are opened again and again.
_REOPENED = 24
# A document that is asked for by its id has to be known first.
TOLD_FIRST = 8


class Request(msgspec.Struct):
    """One request: its token, its body as JSON text, and where it goes; a GET has no body.

    ``rest`` is where the same is asked of who speaks no GraphQL.
    """

    token: str
    body: str
    path: str = "/graphql"
    rest: str = ""

    def as_rest(self) -> Request:
        """The same, of who speaks no GraphQL."""
        return Request(self.token, "", self.rest)


@dataclass(frozen=True, slots=True)
class Scenario:
    """``requests`` is how many are measured at most, in one round of one gateway.

    ``only`` names the gateways that it is measured on; all of them where it is empty. ``is_known``:
    documents are named by their ids; ``is_reopened``: few pages are asked for again and again.
    """

    name: str
    operation: str
    in_flight: int
    requests: int
    only: tuple[str, ...] = ()
    is_known: bool = False
    is_reopened: bool = False

    @property
    def title(self) -> str:
        """The scenario in words."""
        return f"{self.name}, {self.in_flight} in flight"


FULL_PAGE = Scenario("full page", "EndPageFull", 8, 600)
HEADLINE = Scenario("headline", "EndPageHeadline", 32, 1200)
LIST = Scenario("list of 20 sessions", "RecentLives", 32, 400)
ONE_BY_ONE = Scenario("full page", "EndPageFull", 1, 150)
# Named first what a profile looks at when nothing else is said.
SCENARIOS = (
    FULL_PAGE,
    Scenario("full page", "EndPageFull", 32, 800),
    Scenario("full page", "EndPageFull", 128, 800),
    Scenario("one panel", "OnePanel", 32, 1200),
    Scenario("one panel", "OnePanel", 128, 1200),
    HEADLINE,
    LIST,
)


class Asking:
    """Makes requests: LIVEs and creators take turns, and no token is ever used twice."""

    def __init__(self, subjects: Subjects, issuer: Issuer) -> None:
        self._issuer = issuer
        self._numbers = count()
        self._subjects = subjects
        self._lives = cycle(subjects.lives.items())
        self._creators = cycle(subjects.creators)

    def requests(self, operation: str, how_many: int) -> list[Request]:
        """So many requests for an operation, each for the next LIVE or creator."""
        made = self._of_lists() if operation == LIST.operation else self._of_pages(operation)
        return list(islice(made, how_many))

    def of(self, scenario: Scenario, how_many: int) -> list[Request]:
        """So many requests as the scenario asks."""
        if scenario.is_reopened:
            lives = list(islice(self._subjects.settled.items(), _REOPENED))
            opened = [self._page(scenario.operation, *live) for live in lives]
            return list(islice(cycle(opened), how_many))
        made = self.requests(scenario.operation, how_many)
        if scenario.is_known:
            # The first tell the text too, for who learns documents by being asked.
            return [known(one, told=number < TOLD_FIRST) for number, one in enumerate(made)]
        return made

    def _of_pages(self, operation: str) -> Iterator[Request]:
        for live_id, creator_id in self._lives:
            yield self._page(operation, live_id, creator_id)

    def _of_lists(self) -> Iterator[Request]:
        rest = f"/live-sessions?{urlencode({'first': LIST_LENGTH})}"
        for creator_id in self._creators:
            yield self._request(LIST.operation, creator_id, {"first": LIST_LENGTH}, rest)

    def _page(self, operation: str, live_id: str, creator_id: str) -> Request:
        rest = f"/end-pages/{live_id}{_REST_PARTS.get(operation, '')}"
        return self._request(operation, creator_id, {"sessionId": live_id}, rest)

    def _request(
        self, operation: str, creator_id: str, variables: dict[str, object], rest: str
    ) -> Request:
        body = {"query": document(operation), "operationName": operation, "variables": variables}
        token = self._issuer.token(creator_id, next(self._numbers))
        return Request(token, msgspec.json.encode(body).decode(), rest=rest)


_REST_PARTS = {"EndPageHeadline": "/headline", "OnePanel": "/rewards"}


@cache
def document(operation: str) -> str:
    """The text of an operation: one that is shipped, or one of the bench's own."""
    if operation == TWICE:
        return twice_as_large()
    name = f"{operation}.graphql"
    folder = _SHIPPED if (_SHIPPED / name).exists() else _OF_THE_BENCH
    return (folder / name).read_text(encoding="utf-8")


def known(request: Request, *, told: bool) -> Request:
    """The same request with its document named by its id; ``told``: the text goes with it."""
    body = msgspec.json.decode(request.body)
    text = printed(body.pop("query"))
    if told:
        body["query"] = text
    named = {"version": 1, "sha256Hash": hashlib.sha256(text.encode()).hexdigest()}
    body["extensions"] = {"persistedQuery": named}
    return Request(request.token, msgspec.json.encode(body).decode(), rest=request.rest)


@cache
def printed(text: str) -> str:
    """A document as GraphQL's printer writes it, fragments by name: what its id is made of."""
    definitions = parse(text).definitions
    fragments = [one for one in definitions if isinstance(one, FragmentDefinitionNode)]
    operations = [one for one in definitions if one not in fragments]
    by_name = sorted(fragments, key=lambda one: one.name.value)
    return "\n\n".join(print_ast(one) for one in (*operations, *by_name))


TWICE = "EndPageTwice"


def twice_as_large() -> str:
    """The full page's document with everything in it twice, under names of their own."""
    text = document(FULL_PAGE.operation)
    first, _, rest = text.partition("query EndPageFull($sessionId: ID!) {")
    body, _, fragments = rest.partition("\n}\n")
    again = body.replace("endPage(", "again: endPage(", 1)
    del first
    return f"query {TWICE}($sessionId: ID!) {{{body}{again}\n}}\n{fragments}"
