"""Exposition: ``GET /metrics``, by Prometheus' own client, in the form that is asked for.

What is counted is taken in the loop, in an instant; the text is made of it beside the loop, since
that takes as long as many pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import ProcessCollector
from prometheus_client.core import Metric as Family
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.gateway import Gateway
from gateway.telemetry.declared import METRICS_PATH
from gateway.telemetry.figures import Figures
from gateway.telemetry.standing import standing


def exposition(gateway: Gateway, figures: Figures, *, worker: int) -> Starlette:
    """The app that tells them. ``worker`` is the process's place among those that serve together:
    every figure has it as a label, so that theirs can be told apart and be added up.
    """
    process = ProcessCollector(registry=None)

    async def metrics(request: Request) -> Response:
        reachable = await gateway.reachable()
        taken = figures.taken()
        stands = standing(gateway, reachable, panel_budget=figures.panel_budget)
        encode, media_type = choose_encoder(request.headers.get("accept", ""))

        def told() -> bytes:
            families = [*stands, *taken.families(), *process.collect()]
            return encode(_Labelled(families, str(worker)))

        return Response(await asyncio.to_thread(told), media_type=media_type)

    return Starlette(routes=[Route(METRICS_PATH, metrics)])


@dataclass(frozen=True, slots=True)
class _Labelled(Collector):
    """The families, each sample with the label of the worker."""

    families: Iterable[Family]
    worker: str

    def collect(self) -> Iterator[Family]:
        for family in self.families:
            family.samples = [
                sample._replace(labels={**sample.labels, "worker": self.worker})
                for sample in family.samples
            ]
            yield family
