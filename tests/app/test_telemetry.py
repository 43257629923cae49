"""A gateway that is looked into: its figures, its traces and its lines, over real sockets.

The file is long, because one gateway is started for all of it.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.telemetry.declared import METRICS, PROCESS
from gateway.telemetry.metric import HISTOGRAM
from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.app.panels import whole_again
from tests.app.product import OPERATIONS, Product, eventually
from tests.gateway.talking import talking
from tests.house.source_file import ROOT
from tests.telemetry.figures_of import FiguresOf, figures_of
from tests.telemetry.otlp_collector import Collector, Taken, collector
from tests.telemetry.test_trace_parent import SPAN, TRACE

PANELS = {
    *("AccountImprovements", "AnalyticsLink", "Benchmarks", "Journey"),
    *("Metrics", "Recordings", "Rewards", "RoomImprovements"),
}


@dataclass(frozen=True)
class Observed:
    """The product with that gateway, where it tells its figures, and who takes its traces."""

    product: Product
    address: str
    collector: Collector

    async def figures(self) -> FiguresOf:
        return await figures_of(self.product.client, self.address)

    async def ask(self, operation: str, *, client: str = "phone", **headers: str) -> httpx.Response:
        """A shipped operation about the LIVE that has ended, of its creator."""
        sent = self.product.headers("ended") | {"apollographql-client-name": client} | headers
        session = self.product.session("ended")
        return await self.product.respond(OPERATIONS[operation], sent, sessionId=session)

    async def trace(self, trace_id: str, *, ends_with: str) -> list[Taken]:
        """The spans of one trace, when that one is among them, which ends last."""

        def has_ended(spans: list[Taken]) -> bool:
            return any((one.trace_id, one.name) == (trace_id, ends_with) for one in spans)

        spans = await self.collector.until(has_ended)
        return [span for span in spans if span.trace_id == trace_id]

    def trace_of(self, response: httpx.Response) -> str:
        """The trace that the operation's line in the log names."""
        request_id = response.headers["x-request-id"]
        (line,) = [line for line in self.product.gateway.logged() if request_id in line]
        (found,) = re.findall(r"trace_id\S*=\S*?([0-9a-f]{32})", line)
        return str(found)


@pytest.fixture(scope="module")
async def observed(
    whole: Product, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Observed]:
    """A gateway over the same company that tells all there is to tell."""
    async with collector() as collecting:
        changes = {
            "ENDPAGE_METRICS_ADDRESS": "127.0.0.1:0",
            "ENDPAGE_PANEL_BUDGET_MS": "60000",
            "ENDPAGE_OTLP_URL": collecting.url,
            "ENDPAGE_TRACE_RATIO": "1",
            "ENDPAGE_LOG_SUCCESSES": "0",
            "ENDPAGE_DOCUMENTS": f"phone={ROOT / 'web' / 'operations'}",
            "ENDPAGE_DOCUMENTS_ONLY": "false",
            **UNHURRIED,
        }
        folder = tmp_path_factory.mktemp("observed")
        async with gateway_over(whole.running, folder, **changes) as process:

            async def look() -> list[str]:
                return re.findall(r"metrics_served.*port\S*=\S*?(\d+)", "\n".join(process.logged()))

            (port,) = await eventually(look, until=bool, seconds=60)
            served = replace(whole, gateway=process)
            yield Observed(served, f"127.0.0.1:{port}", collecting)


async def test_an_operation_is_counted_in_all_its_figures(observed: Observed) -> None:
    """By its name and its client, with its cost, its panels and the calls that it needed."""
    began = await observed.figures()

    async def asked_again() -> FiguresOf:
        await observed.ask("EndPageFull")
        return await observed.figures()

    def has_program(figures: FiguresOf) -> bool:
        """Its program is written when there is time; from then on it is run by that."""
        return ("compiled",) in figures.since(began, "endpage_runs_total")

    before = await eventually(asked_again, until=has_program)
    answers = [await observed.ask("EndPageFull") for _ in range(2)]
    assert [answer.json().get("errors") for answer in answers] == [None, None]
    figures = await observed.figures()
    page = ("phone", "EndPageFull")
    risen = {
        name: figures.since(before, f"endpage_{name}")
        for name in (
            *("operations_total", "operation_seconds_count", "operation_cost_total"),
            *("errors_total", "refused_total", "runs_total", "own_seconds_count"),
            *("upstream_calls_total", "upstream_keys_total", "upstream_operations_total"),
            *("upstream_joined_keys_total", "reads_total"),
        )
    }
    assert risen == {
        "operations_total": {("phone", "query", "EndPageFull", "ok"): 2},
        "operation_seconds_count": {page: 2},
        "operation_cost_total": {page: 2 * 614},
        "errors_total": {},
        "refused_total": {},
        "runs_total": {("compiled",): 2},
        "own_seconds_count": {("EndPageFull",): 2},
        "upstream_calls_total": {
            ("OK", "mongodb"): 4,
            ("OK", "shop_analytics"): 2,
            ("OK", "rewards"): 2,
            ("OK", "journey"): 2,
        },
        "upstream_keys_total": {
            ("mongodb",): 4,
            ("shop_analytics",): 4,
            ("rewards",): 4,
            ("journey",): 4,
        },
        "upstream_operations_total": {
            ("mongodb",): 4,
            ("shop_analytics",): 2,
            ("rewards",): 2,
            ("journey",): 2,
        },
        "upstream_joined_keys_total": {},
        "reads_total": {
            ("asked", "mongodb"): 4,
            ("asked", "shop_analytics"): 4,
            ("asked", "rewards"): 4,
            ("asked", "journey"): 4,
        },
    }
    told = figures.since(before, "endpage_panel_answers_total")
    assert {panel for _, panel, _ in told} == PANELS
    assert {(operation, times) for (operation, _, _), times in told.items()} == {("EndPageFull", 2)}
    timed = figures.since(before, "endpage_panel_seconds_count")
    assert timed == {("EndPageFull", panel, "first"): 2 for panel in PANELS}
    in_time = figures.since(before, "endpage_panel_in_time_total")
    assert in_time == {("EndPageFull", panel): 2 for panel in PANELS}


async def test_strangers_make_up_no_label(observed: Observed) -> None:
    """What a client calls itself or its operation is not told where it is not known; a refusal is
    told by its code.
    """
    before = await observed.figures()
    product = observed.product
    sent = product.headers("ended") | {"apollographql-client-name": "made-up"}
    await product.respond("query MadeUp { viewer { creatorId } }", sent)
    await product.respond("query MadeUp { nothing }", sent)
    await product.respond("query MadeUp { viewer { creatorId } }", {})
    figures = await observed.figures()
    assert figures.since(before, "endpage_operations_total") == {
        ("other", "query", "other", "ok"): 1,
        ("other", "unknown", "other", "error"): 2,
    }
    codes = {"GRAPHQL_VALIDATION_FAILED", "UNAUTHENTICATED"}
    assert figures.since(before, "endpage_refused_total") == {(code,): 1 for code in codes}
    assert figures.since(before, "endpage_errors_total") == {(code, "other"): 1 for code in codes}
    assert "made-up" not in figures.text
    assert "MadeUp" not in figures.text
    assert product.creator("ended") not in figures.text


async def test_a_panel_that_fails_is_told(observed: Observed, product: Product) -> None:
    """As FAILED, and as none that came in time; deferred ones are told as such."""
    await product.services.break_by("rewards", mode="refuse")
    before = await observed.figures()
    accept = {"accept": "multipart/mixed;incrementalSpec=v0.2"}
    answer = await observed.ask("EndPageDeferred", **accept)
    assert "SOURCE_UNAVAILABLE" in answer.text

    def is_told(figures: FiguresOf) -> bool:
        """A client has its last part before everything is put away and counted."""
        names = ("endpage_errors_total", "endpage_panel_answers_total")
        return all(figures.since(before, name) for name in names)

    figures = await eventually(observed.figures, until=is_told)
    told = figures.since(before, "endpage_panel_answers_total")
    assert told[("EndPageDeferred", "Rewards", "FAILED")] == 1
    in_time = figures.since(before, "endpage_panel_in_time_total")
    assert ("EndPageDeferred", "Rewards") not in in_time
    timed = figures.since(before, "endpage_panel_seconds_count")
    assert ("EndPageDeferred", "Rewards", "later") not in timed
    assert timed[("EndPageDeferred", "Journey", "later")] == 1
    assert timed[("EndPageDeferred", "Metrics", "first")] == 1
    assert figures.since(before, "endpage_errors_total") == {
        ("SOURCE_UNAVAILABLE", "EndPageDeferred"): 1
    }
    broken = figures.since(before, "endpage_upstream_calls_total")
    assert broken[("SOURCE_UNAVAILABLE", "rewards")] == 1
    await product.services.mend()
    await whole_again(observed.product)


async def test_what_is_told_is_what_is_declared(observed: Observed) -> None:
    """Every figure is there, with the labels that it says and no others."""
    await observed.ask("EndPageFull")
    figures = await observed.figures()
    for metric in METRICS:
        assert f"# TYPE {metric.name} {metric.kind}\n" in figures.text
    declared = {name: frozenset(metric.labels) for metric in METRICS for name in metric.samples}
    declared |= dict.fromkeys(PROCESS, frozenset())
    found = figures.labels()
    assert found.keys() <= declared.keys()
    assert {name for name, metric in declared.items() if not metric} - found.keys() <= {
        # Nothing of these has been told yet.
        f"endpage_delivery_seconds_{part}"
        for part in ("bucket", "count", "sum")
    }
    for name, labels in found.items():
        assert labels == {declared[name] | {"worker"}}, name
    histograms = [metric for metric in METRICS if metric.kind == HISTOGRAM]
    assert len(histograms) == 5
    refused = await observed.product.client.get(f"http://{observed.address}/graphql")
    assert refused.status_code == 404


async def test_an_operation_and_its_calls_are_one_trace(observed: Observed) -> None:
    """That of the client, whose span it is in; and its line in the log names it, though successes
    have none.
    """
    answer = await observed.ask("EndPageFull", traceparent=f"00-{TRACE}-{SPAN}-01")
    spans = await observed.trace(TRACE, ends_with="query EndPageFull")
    operation = spans[-1]
    assert operation.attributes == {
        "graphql.operation.type": "query",
        "graphql.operation.name": "EndPageFull",
        "endpage.client": "phone",
        "endpage.transport": "http",
        "endpage.cost": 614,
        "endpage.outcome": "ok",
        "endpage.plan": operation.attributes["endpage.plan"],
    }
    assert operation.attributes["endpage.plan"] in {"compiled", "reference"}
    assert (operation.kind, operation.parent_id, operation.links) == ("SERVER", SPAN, ())
    assert operation.resource["service.name"] == "endpage-gateway"
    calls = spans[:-1]
    assert sorted(call.name for call in calls) == [
        *("journey", "mongodb", "mongodb", "rewards", "shop_analytics")
    ]
    for call in calls:
        assert (call.kind, call.parent_id) == ("CLIENT", operation.span_id)
        assert call.links == ((TRACE, operation.span_id),)
        assert call.attributes["endpage.outcome"] == "OK"
        assert (call.attributes.get("db.system.name") == "mongodb") == (call.name == "mongodb")
    assert observed.trace_of(answer) == TRACE


async def test_a_call_of_one_operation_alone_is_in_its_trace(observed: Observed) -> None:
    """Lists are read for who asks, and for nobody else."""
    answer = await observed.ask("RecentLives")
    trace_id = observed.trace_of(answer)
    spans = await observed.trace(trace_id, ends_with="query RecentLives")
    alone = [span for span in spans if span.kind == "CLIENT" and not span.links]
    assert {span.name for span in alone} == {"mongodb"}
    assert {span.parent_id for span in alone} == {spans[-1].span_id}


async def test_an_update_has_a_span_of_its_own(observed: Observed) -> None:
    """In the trace of its subscription, with its calls; and it is told as delivered."""
    product = observed.product
    before = await observed.figures()
    traces = {span.trace_id for span in observed.collector.spans}
    async with talking(product.gateway.ws_url, product.token("ended")) as socket:
        variables = {"sessionId": product.session("ended")}
        await socket.subscribe("1", OPERATIONS["LiveTransition"], variables=variables)
        assert (await socket.hear())["type"] == "next"
        assert (await socket.hear())["type"] == "complete"

    def has_ended(spans: list[Taken]) -> bool:
        return any(
            span.name.startswith("subscription") and span.trace_id not in traces for span in spans
        )

    spans = await observed.collector.until(has_ended)
    (around,) = [
        one for one in spans if one.name.startswith("subscription") and one.trace_id not in traces
    ]
    found = [span for span in spans if span.trace_id == around.trace_id]
    (update,) = [span for span in found if span.name == "update"]
    assert (update.kind, update.parent_id) == ("INTERNAL", around.span_id)
    calls = [span for span in found if span.kind == "CLIENT"]
    assert {span.parent_id for span in calls} == {update.span_id}
    assert "mongodb" in {span.name for span in calls}
    figures = await observed.figures()
    assert figures.since(before, "endpage_deliveries_total") == {("SNAPSHOT",): 1}
    assert figures.since(before, "endpage_delivery_seconds_count") == {(): 1}


async def printed(*arguments: str) -> str:
    """What a command prints in a wide terminal."""
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("endpage")), *arguments),
        stdout=PIPE,
        env={**os.environ, "COLUMNS": "160"},
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


async def test_a_person_without_grafana_sees_what_it_does(observed: Observed) -> None:
    """One frame names the operations, the panels, the upstreams and what was refused."""
    await observed.ask("EndPageFull")
    await observed.product.respond("{ viewer { creatorId } }", {})
    text = await printed("top", "--once", observed.address)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0].startswith("1 of 1 workers ready · ")
    first_words = {line.partition(" ")[0] for line in lines}
    assert {"EndPageFull", "other", *PANELS, "shop_analytics", "rewards", "mongodb"} <= first_words
    assert "UNAUTHENTICATED" in text
    assert [line.endswith(" closed") for line in lines if line.startswith("journey ")] == [True]


async def test_what_a_document_asks_in_vain_is_said(observed: Observed) -> None:
    """Of a LIVE without a shop the panels of sales are not supported: a document that asks for it
    again and again is told so, from the figures of the gateway that runs.
    """
    product = observed.product
    headers = product.headers("not_shoppable") | {"apollographql-client-name": "phone"}
    for _ in range(5):
        await product.respond(
            OPERATIONS["Improvements"], headers, sessionId=product.session("not_shoppable")
        )
    said = await printed("advise", "--least", "5", observed.address)
    # What it says of other documents is a matter of time.
    assert [line for line in said.splitlines() if line.startswith("Improvements ")] == [
        f"Improvements  {panel}  empty: nothing in 100% of its answers"
        for panel in ("accountImprovements", "roomImprovements")
    ]


async def test_no_trace_says_who_asked(observed: Observed) -> None:
    """Neither creators nor LIVEs nor tokens are in anything that a collector is sent."""
    answer = await observed.ask("EndPageFull", client="made-up")
    await observed.trace(observed.trace_of(answer), ends_with="query")
    sent, product = observed.collector.content, observed.product
    told: list[Any] = [product.creator("ended"), product.session("ended"), "made-up"]
    told += [product.token("ended").rpartition(".")[2], "Bearer"]
    assert [word for word in told if word.encode() in sent] == []
    assert observed.collector.paths == {"/v1/traces"}
