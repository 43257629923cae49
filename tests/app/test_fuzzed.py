"""Fuzzed: a thousand documents of somebody else's making, and every answer is a decent one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import httpx
import pytest
import schemathesis
from graphql import build_schema, introspection_from_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.graphql import nodes

from gateway.errors import CODES
from tests.app.creator import Creator
from tests.app.product import Product
from tests.app.recorded import Recorded
from tests.house.source_file import ROOT

CASES = {
    "Query.endPage": 300,
    "Query.liveSession": 250,
    "Query.node": 100,
    "Query.viewer": 50,
    "Mutation.createRecordingLinks": 100,
    "Mutation.createShare": 100,
    "Mutation.revokeShare": 100,
}
# Traces, classes, objects, files and queries of what is behind.
LEAKS = re.compile(
    r"Traceback|[a-z](Error|Exception)\b| at 0x|\.py\b|site-packages|mongodb|aggregate|\$match"
)
IDS = "query ($id: ID!) { endPage(sessionId: $id) { id metrics { id } rewards { id } } }"


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """Every operation of the schema by its name, and who asks for them."""

    product: Product
    creator: Creator
    operations: dict[str, Any]

    @property
    def hidden(self) -> list[str]:
        """What no answer may have in it."""
        running = self.product.running
        addresses = [url.rpartition("/")[2] for url in running.upstreams.values()]
        return [str(ROOT), running.service_credential, self.creator.token, *addresses]


@pytest.fixture(scope="module")
async def fuzzed(whole: Product, archive: Iterator[Recorded]) -> Fuzzed:
    """With ids of what its creator has, of what is somebody else's, and of nothing."""
    recorded = next(archive)
    page = (await recorded.creator.ask(IDS, id=recorded.session))["data"]["endPage"]
    own = [recorded.session, recorded.replay, recorded.highlight]
    known = [page["id"], page["metrics"]["id"], page["rewards"]["id"]]
    ids = [*own, *known, whole.session("jpy"), "7" * 19, "", "x" * 200]
    schemathesis.graphql.scalar("ID", st.sampled_from(ids).map(nodes.String))
    schema = build_schema((ROOT / "schema.graphql").read_text("utf-8"))
    loaded = schemathesis.graphql.from_dict(dict(introspection_from_schema(schema)))
    found: list[Any] = [one.ok() for one in cast("Iterator[Any]", loaded.get_all_operations())]
    return Fuzzed(whole, recorded.creator, {one.label: one for one in found})


def asked(fuzzed: Fuzzed, label: str) -> int:
    """How many documents of that operation were answered."""
    told = 0
    headers = {"authorization": f"Bearer {fuzzed.creator.token}", "accept": "application/json"}
    with httpx.Client(headers=headers, timeout=60, trust_env=False) as client:
        # The same ones each time: whoever sees one fail can look at it.
        @settings(
            max_examples=CASES[label],
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            database=None,
            derandomize=True,
        )
        @given(fuzzed.operations[label].as_strategy())
        def ask(case: Any) -> None:
            nonlocal told
            response = client.post(fuzzed.product.gateway.url, json={"query": case.body})
            check(response, fuzzed.hidden, case.body)
            told += 1

        ask()
    return told


def check(response: httpx.Response, hidden: list[str], document: str) -> None:
    """It is JSON and no fault of the gateway's; its errors are of the table, and tell nothing."""
    assert response.status_code < 500, document
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    answer = response.json()
    assert answer.keys() <= {"data", "errors", "extensions"}, document
    for error in answer.get("errors", []):
        extensions = error["extensions"]
        assert extensions["code"] in CODES.keys() - {"INTERNAL"}, (document, error)
        assert extensions["requestId"] == response.headers["x-request-id"]
        assert not LEAKS.search(error["message"]), (document, error)
    assert [word for word in hidden if word in response.text] == [], document


@pytest.mark.slow
@pytest.mark.parametrize("label", CASES)
async def test_whatever_is_asked_is_answered(fuzzed: Fuzzed, label: str) -> None:
    """No document brings about a status of 500 and more, or anything but JSON, or an error of no
    known code, or a word of what stands behind the gateway.
    """
    assert await asyncio.to_thread(asked, fuzzed, label) == CASES[label]


def test_every_operation_is_asked(fuzzed: Fuzzed) -> None:
    """A thousand documents in all."""
    assert fuzzed.operations.keys() == CASES.keys()
    assert sum(CASES.values()) == 1000
