"""The corpus: each case over a connection of its own, and each answer byte for byte."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from tests.corpus.addresses import ADDRESSES
from tests.corpus.bodies import BODIES
from tests.corpus.case import NEW_ID, TOKEN, Case
from tests.corpus.connections import CONNECTIONS
from tests.corpus.headers import HEADERS
from tests.corpus.lengths import LENGTHS
from tests.corpus.lines import LINES
from tests.corpus.methods import METHODS
from tests.corpus.told import GET, KEPT
from tests.gateway.raw_http import Told, raw_http
from tests.gateway.serving import Served, serving

CASES = (*METHODS, *ADDRESSES, *HEADERS, *LINES, *LENGTHS, *BODIES, *CONNECTIONS)
_MADE_UP = re.compile(r"[0-9a-f]{32}")


@pytest.fixture(scope="module")
async def corpus(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway for all of them."""
    async with serving(tmp_path_factory.mktemp("corpus")) as served:
        yield served


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_every_byte_is_right(corpus: Served, case: Case) -> None:
    """Status, every header but the date, body, and what becomes of the connection."""
    async with raw_http(corpus.origin) as client:
        client.say(case.sent.replace(TOKEN, corpus.token().encode()))
        told, is_closed = await client.all_told(most=len(case.told))
    assert [named(one) for one in told] == list(case.told)
    assert is_closed == case.is_closed


async def test_a_head_is_a_get_without_its_body(corpus: Served) -> None:
    """Every header is the same, and the connection goes on."""
    sent = GET.replace(TOKEN, corpus.token().encode()).replace(b"GET", b"HEAD", 1)
    async with raw_http(corpus.origin, to_head=True) as client:
        client.say(sent * 2)
        told, is_closed = await client.all_told(most=2)
    assert told == [Told(KEPT.status, KEPT.headers)] * 2
    assert not is_closed


async def test_a_connection_goes_on_behind_a_refusal(corpus: Served) -> None:
    """What is refused for its content takes nothing from what comes next."""
    going_on = [case for case in BODIES if not case.is_closed]
    async with raw_http(corpus.origin) as client:
        for case in going_on:
            client.say(case.sent.replace(TOKEN, corpus.token().encode()))
            told, _ = await client.all_told(most=len(case.told))
            assert [named(one) for one in told] == list(case.told), case.name


def test_every_case_has_a_name_of_its_own() -> None:
    """So that one that fails is found."""
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) > 100


def named(told: Told) -> Told:
    """The answer, with a known word where the gateway has made up an id."""
    made_up = told.headers.get("x-request-id", "")
    if not _MADE_UP.fullmatch(made_up):
        return told
    body = told.body.replace(made_up.encode(), NEW_ID.encode())
    return Told(told.status, {**told.headers, "x-request-id": NEW_ID}, body)
