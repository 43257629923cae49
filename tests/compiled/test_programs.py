"""Programs: who comes again has one, who comes once costs nobody theirs."""

from __future__ import annotations

import asyncio

import pytest
import strawberry

from gateway.compiled.programs import Programs
from gateway.demand_limits import Limits
from gateway.plan import Plan, PlannedDocument
from gateway.plans import Plans
from resolvers.schema import schema
from tests.fakes.documents import LIVE

VIEWER = "{ viewer { id } }"
WAYS = """query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) {
  viewer { id @include(if: $a) creatorId @skip(if: $b)
    currentLive @include(if: $c) { id } lastEndedLive @skip(if: $d) { id } }
}"""


def plan(text: str) -> Plan:
    """The plan of any document, however much it asks for."""
    limits = Limits(aliases=1_000, fields=10_000)
    return Plans(schema._schema, limits=limits).plan(text, None)


async def test_a_document_has_its_program_when_it_comes_again() -> None:
    """The first time nothing is written, the second time it is begun, and then it is there."""
    programs, viewer = Programs(schema), plan(VIEWER)
    assert programs.of(viewer, {}) is None
    programs.finish()
    assert programs.kept == 0
    assert programs.of(viewer, {}) is None
    programs.finish()
    written = programs.of(viewer, {})
    assert written is not None
    assert (written.fields, programs.kept) == (2, 1)
    assert programs.of(viewer, {}) is written


async def test_that_of_a_known_document_is_written_at_once() -> None:
    """The first time that it comes, the reference runs it still, and its program is begun."""
    known = PlannedDocument(schema._schema, VIEWER, document_id="viewer", is_known=True)
    programs, viewer = Programs(schema), known.plan(None)
    assert programs.of(viewer, {}) is None
    programs.finish()
    assert programs.of(viewer, {}) is not None


async def test_a_program_is_written_between_other_work() -> None:
    """Nobody asks for it to be finished: the loop has it done a little at a time."""
    programs, viewer = Programs(schema), plan(VIEWER)
    for _ in range(2):
        programs.of(viewer, {})
    for _ in range(1_000):
        if programs.kept:
            break
        await asyncio.sleep(0.01)
    assert programs.of(viewer, {}) is not None


async def test_each_way_in_which_variables_decide_has_its_own() -> None:
    """Eight of them at most: who asks in more ways is run by the reference."""
    programs, ways = Programs(schema), plan(WAYS)
    for _ in range(3):
        for number in range(16):
            decided = {name: bool(number & 1 << bit) for bit, name in enumerate("abcd")}
            programs.of(ways, decided)
        programs.finish()
    assert programs.kept == 8
    first = programs.of(ways, dict.fromkeys("abcd", False))
    other = programs.of(ways, {**dict.fromkeys("abcd", False), "a": True})
    assert first is not None
    assert other is not None
    assert first is not other
    assert programs.of(ways, dict.fromkeys("abcd", True)) is None


async def test_what_decides_nothing_has_no_program() -> None:
    """A null where true or false belongs is an error, and the reference's to tell."""
    programs, ways = Programs(schema), plan(WAYS)
    for _ in range(3):
        assert programs.of(ways, {"a": None, "b": True, "c": True, "d": True}) is None
        programs.finish()
    assert programs.kept == 0


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { queryType { name } } }",
        '{ __type(name: "Query") { name } viewer { id } }',
    ],
)
async def test_what_is_not_covered_is_not_tried_again(text: str) -> None:
    """Introspection is the reference's."""
    programs, asked = Programs(schema), plan(text)
    for _ in range(3):
        assert programs.of(asked, {}) is None
        programs.finish()
    assert (programs.kept, programs.not_covered) == (0, 1)


@strawberry.type
class _Query:
    @strawberry.field
    def nothing(self) -> int:
        return 0


@strawberry.type
class _Mutation:
    @strawberry.field
    async def buy(self) -> int:
        return 1


async def test_a_mutation_is_always_the_reference_s() -> None:
    """What changes something must not be begun by one and ended by the other."""
    buying = strawberry.Schema(query=_Query, mutation=_Mutation)
    programs, asked = Programs(buying), Plans(buying._schema).plan("mutation { buy }", None)
    for _ in range(3):
        assert programs.of(asked, {}) is None
        programs.finish()
    assert programs.kept == 0


async def test_a_document_with_too_many_fields_has_none() -> None:
    """It is found out before much of it is written."""
    fields = " ".join(f"a{number}: creatorId" for number in range(50))
    programs = Programs(schema, most_fields=40)
    long, short = plan(f"{{ viewer {{ {fields} }} }}"), plan(VIEWER)
    for _ in range(3):
        programs.of(long, {})
        programs.of(short, {})
        programs.finish()
    assert programs.of(long, {}) is None
    assert programs.of(short, {}) is not None


async def test_an_object_with_too_many_fields_has_none() -> None:
    """It would be written at one go, and hold up everybody for as long."""
    fields = " ".join(f"a{number}: creatorId" for number in range(201))
    programs, wide = Programs(schema), plan(f"{{ viewer {{ {fields} }} }}")
    for _ in range(3):
        assert programs.of(wide, {}) is None
        programs.finish()


async def test_long_documents_push_each_other_out() -> None:
    """However few fields they have: their plans are kept alive by what is kept of them."""
    programs = Programs(schema, most_fields_of_all=100)
    comment = "#" * 2_000
    for number in range(50):
        long = plan(f"{{ viewer {{ a{number}: id }} }} {comment}")
        programs.of(long, {})
        programs.of(long, {})
        programs.finish()
        assert programs.kept <= 4


async def test_documents_that_come_once_cost_nobody_their_program() -> None:
    """However many come, and however often each of them comes a second time."""
    programs, viewer = Programs(schema, most_documents=20, most_fields_of_all=60), plan(VIEWER)
    for _ in range(2):
        programs.of(viewer, {})
    programs.finish()
    written = programs.of(viewer, {})
    assert written is not None
    for number in range(100):
        hostile = plan(f"{{ viewer {{ a{number}: id }} }}")
        programs.of(hostile, {})
        if number % 2:
            programs.of(hostile, {})
            programs.finish()
        assert programs.of(viewer, {}) is written
    assert programs.kept <= 20


async def test_fragments_that_unfold_are_written_once() -> None:
    """What the same fragment selects of the same type is one function, wherever it stands."""
    figures = " ".join(f"f{number}: directGmv {{ ...Parts }}" for number in range(100))
    text = (
        f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ sales {{ {figures} }} }} }} }} '
        "fragment Parts on MoneyFigure { metric missing value { amount currencyCode } }"
    )
    programs, asked = Programs(schema, most_fields=150), plan(text)
    for _ in range(2):
        programs.of(asked, {})
    programs.finish()
    written = programs.of(asked, {})
    assert written is not None
    assert written.fields == 100 + 3 + 2 + 3


def doubling(depth: int) -> str:
    """Fragments that each spread the next one twice."""
    chain = " ".join(
        f"fragment F{n} on Creator {{ ...F{n + 1} ... on Creator {{ ...F{n + 1} }} }}"
        for n in range(depth)
    )
    return f"{{ viewer {{ ...F0 }} }} {chain} fragment F{depth} on Creator {{ id }}"


async def test_a_document_that_unfolds_is_no_trouble() -> None:
    """A fragment is entered once an object, as graphql-core does."""
    programs, asked = Programs(schema), plan(doubling(12))
    for _ in range(2):
        programs.of(asked, {})
    programs.finish()
    written = programs.of(asked, {})
    assert written is not None
    assert written.fields == 2
