"""What the bench asks: documents of the schema, ids of documents, and requests that differ."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest
from graphql import build_schema, parse, validate

from tests.bench.bench import chosen
from tests.bench.gateways import OURS
from tests.bench.identity import new_issuer
from tests.bench.kinds import ALL, FASTIFY, MERCURIUS
from tests.bench.scenarios import (
    FULL_PAGE,
    LIST,
    SCENARIOS,
    TWICE,
    Asking,
    Request,
    document,
    printed,
)
from tests.bench.special import KNOWN, REOPENED, SPECIAL
from tests.bench.subjects import Subjects
from tests.house.source_file import ROOT

_LIVES = {f"72{number:017d}": f"68{number:017d}" for number in range(30)}


@pytest.fixture(name="asking", scope="module")
def _asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    folder: Path = tmp_path_factory.mktemp("issuer")
    return Asking(Subjects(_LIVES, list(_LIVES.values()), {}, _LIVES), new_issuer(folder))


def test_every_document_is_valid() -> None:
    """What is asked fits the schema that all gateways serve, the bench's own documents too."""
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    asked = {scenario.operation for scenario in (*SCENARIOS, *SPECIAL)}
    assert TWICE in asked
    found = {name: validate(schema, parse(document(name))) for name in asked}
    assert [errors for errors in found.values() if errors] == []


def test_the_document_twice_as_large_asks_everything_twice() -> None:
    """Its page is there under two names, with the same selection."""
    once, twice = document(FULL_PAGE.operation), document(TWICE)
    assert twice.count("estimatedCommission") == 2 * once.count("estimatedCommission")
    assert twice.count("again: endPage(") == 1


def test_no_token_comes_twice_unless_a_page_is_reopened(asking: Asking) -> None:
    """Nobody is asked twice with one token; reopened pages come again with theirs."""
    tokens = [one.token for scenario in SCENARIOS for one in asking.of(scenario, 8)]
    assert len(set(tokens)) == len(tokens)
    assert len({one.token for one in asking.of(REOPENED, 60)}) == 24


def test_a_document_is_told_first_and_named_by_its_id_then(asking: Asking) -> None:
    """The first requests say text and id, the others the id alone."""
    first, *_, last = [msgspec.json.decode(one.body) for one in asking.of(KNOWN, 9)]
    text = printed(document(KNOWN.operation))
    digest = hashlib.sha256(text.encode()).hexdigest()
    named = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    assert first["query"] == text
    assert "query" not in last
    assert first["extensions"] == last["extensions"] == named


def test_who_speaks_no_graphql_is_asked_at_an_address(asking: Asking) -> None:
    """The same LIVE, the same token, and no body."""
    page, headline = (asking.requests(name, 1)[0] for name in ("EndPageFull", "EndPageHeadline"))
    live = msgspec.json.decode(page.body)["variables"]["sessionId"]
    assert page.as_rest() == Request(page.token, "", f"/end-pages/{live}")
    assert headline.as_rest().path.endswith("/headline")
    assert asking.requests(LIST.operation, 1)[0].as_rest().path == "/live-sessions?first=20"


def test_words_choose_scenarios_and_gateways() -> None:
    """A part of a title or a name is enough; without any, everything is measured."""
    everything, some = chosen([], []), chosen(["128 in flight", "Fastify", "Mercurius with"], [])
    assert everything.kinds == ALL
    assert everything.has_slow
    assert {scenario.in_flight for scenario in some.scenarios} == {128}
    assert list(some.kinds) == [MERCURIUS, FASTIFY]
    assert chosen(["own time"], []).here[0] == OURS
    assert not some.has_slow
