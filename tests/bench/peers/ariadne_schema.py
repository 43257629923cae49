"""Ariadne schema: the product's schema, bound to what the stock peer's types hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

import ariadne
from graphql import GraphQLSchema
from strawberry.utils.str_converters import to_camel_case

from tests.bench.peers.stock import words
from tests.bench.peers.stock.benchmarks import Benchmarks, load_benchmarks
from tests.bench.peers.stock.improvements import load_account_improvements, load_room_improvements
from tests.bench.peers.stock.journey import load_journey
from tests.bench.peers.stock.links import load_analytics_link, load_recordings
from tests.bench.peers.stock.metrics import (
    Engagement,
    Metrics,
    Products,
    Sales,
    Traffic,
    load_metrics,
)
from tests.bench.peers.stock.page import Creator, Query, end_page_of
from tests.bench.peers.stock.rewards import load_rewards
from tests.bench.peers.stock.words import SCALARS, State

_SDL = Path(__file__).resolve().parents[3] / "schema.graphql"
_DEFER = re.compile(r'"""\n[^"]*\n"""\ndirective @defer\([^)]*\)[^\n]*')
_PANELS = {
    "metrics": load_metrics,
    "benchmarks": load_benchmarks,
    "analyticsLink": load_analytics_link,
    "roomImprovements": load_room_improvements,
    "accountImprovements": load_account_improvements,
    "rewards": load_rewards,
    "journey": load_journey,
    "recordings": load_recordings,
}


def schema() -> GraphQLSchema:
    """The schema, executable."""
    # graphql-core executes nothing under a schema that knows @defer, unless by another function.
    sdl = _DEFER.sub("", _SDL.read_text(encoding="utf-8"))
    worked_out = map(_worked_out, (Metrics, Sales, Traffic, Products, Engagement, Benchmarks))
    bound = [_query(), _creator(), _page(), _session(), _restatement(), *worked_out]
    figures = ariadne.InterfaceType("Figure", lambda one, *_: type(one).__name__)
    made: GraphQLSchema = ariadne.make_executable_schema(
        sdl, *bound, figures, *_scalars(), *_enums(), convert_names_case=True
    )
    return made


def _query() -> ariadne.QueryType:
    query = ariadne.QueryType()

    async def end_page(_: None, info: Any, session_id: str) -> Any:
        return await Query.end_page(Query(), info, session_id)

    query.set_field("endPage", end_page)
    query.set_field("viewer", lambda _, info: Query.viewer(Query(), info))
    return query


def _creator() -> ariadne.ObjectType:
    creator = ariadne.ObjectType("Creator")

    async def live_sessions(
        one: Creator, info: Any, first: int, states: list[State], after: str | None = None
    ) -> Any:
        work: Any = Creator.live_sessions
        return await work(one, info, first, after, states)

    creator.set_field("liveSessions", live_sessions)
    return creator


def _page() -> ariadne.ObjectType:
    page = ariadne.ObjectType("EndPage")
    for name, load in _PANELS.items():
        page.set_field(name, partial(_panel, load))
    return page


def _panel(load: Any, page: Any, info: Any) -> Any:
    return load(page.session.live, info)


def _session() -> ariadne.ObjectType:
    session = ariadne.ObjectType("LiveSession")
    session.set_field("endPage", end_page_of)
    return session


def _worked_out(form: Any) -> ariadne.ObjectType:
    """The fields of one of the stock peer's types that are worked out of the others."""
    bound = ariadne.ObjectType(form.__name__)
    for field in form.__strawberry_definition__.fields:
        if field.base_resolver is not None:
            work = partial(_without_info, field.base_resolver.wrapped_func)
            bound.set_field(to_camel_case(field.python_name), work)
    return bound


def _without_info(work: Any, parent: Any, _info: Any) -> Any:
    return work(parent)


def _restatement() -> ariadne.ObjectType:
    restatement = ariadne.ObjectType("Restatement")
    restatement.set_alias("from", "from_")
    return restatement


def _scalars() -> Iterator[ariadne.ScalarType]:
    for definition in SCALARS.values():
        yield ariadne.ScalarType(definition.name, serializer=definition.serialize)


def _enums() -> Iterator[ariadne.EnumType]:
    for name in words.__all__:
        found = getattr(words, name)
        if isinstance(found, type) and issubclass(found, Enum):
            yield ariadne.EnumType(name, found)
