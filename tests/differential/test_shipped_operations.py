"""Shipped operations: by its program and by the reference, each says the same of every LIVE."""

from __future__ import annotations

import base64
from typing import cast

import msgspec
import pytest

from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from loaders.operation import Operation
from loaders.sources import Sources
from loaders.viewer import Viewer
from tests.differential.real_company import RealCompany
from tests.fakes.company import FakeCompany
from tests.fakes.sources import FakeSources
from tests.house.source_file import ROOT
from upstreams.company.strata import STRATA

SHIPPED = {path.stem: path.read_text("utf-8") for path in ROOT.glob("web/operations/*.graphql")}
# Whatever changes something is run by the reference alone.
OPERATIONS = {name: text for name, text in SHIPPED.items() if "mutation" not in text}
PANELS = (
    "Metrics",
    "Benchmarks",
    "AnalyticsLink",
    "RoomImprovements",
    "AccountImprovements",
    "Rewards",
    "Journey",
    "Recordings",
)
REFERENCE = FakeCompany(is_compiled=False).engine
COMPILED = FakeCompany().engine


@pytest.fixture(scope="module")
def company() -> RealCompany:
    """Every kind of LIVE at one moment."""
    return RealCompany()


async def answer(
    engine: Engine, request: GraphQLRequest, sources: FakeSources, creator: str
) -> tuple[bytes, list[tuple[str, int, str]]]:
    """What goes over the wire, and the calls that were made for it."""
    prepared = engine.prepared(request)
    operation = Operation(
        sources=cast("Sources", sources),
        viewer=Viewer(creator, "app"),
        language="en",
        request_id="request-1",
        groups=prepared.groups,
    )
    answered = await engine.answer(prepared, operation)
    assert answered.data is not None
    calls = sorted((call.upstream, call.keys, call.outcome) for call in operation.calls)
    return msgspec.json.encode(answered.to_wire()), calls


@pytest.mark.parametrize("kind", [stratum.kind for stratum in STRATA])
async def test_every_shipped_operation_says_the_same(company: RealCompany, kind: str) -> None:
    """Byte for byte, with the same calls; each panel alone by its id, too."""
    session, creator = company.world.kinds()[kind]
    sources = company.sources()
    for name, text in OPERATIONS.items():
        panels = PANELS if name == "EndPagePanelRefresh" else ("",)
        for panel in panels:
            id_ = base64.urlsafe_b64encode(f"{panel}:{session}".encode()).decode().rstrip("=")
            request = GraphQLRequest(text, variables={"sessionId": session, "id": id_})
            expected = await answer(REFERENCE, request, sources, creator)
            assert await answer(COMPILED, request, sources, creator) == expected, name
