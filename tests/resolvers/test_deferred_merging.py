"""Deferred merging: whatever is deferred, the parts put together are the whole answer."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gateway.deferrals import Shape
from gateway.demand_limits import DemandExceeded
from gateway.frames import FirstFrame, FramesToTell
from gateway.graphql_request import GraphQLRequest
from gateway.incremental_accept import CURRENT, OLDER
from gateway.incremental_format import IncrementalFormat
from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.viewer import Viewer
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, live_id, session
from tests.gateway.merging import CurrentClient, OlderClient, at
from tests.loaders.simulated_time import in_simulated_time
from tests.resolvers.deferred_documents import QUERIES, Selection, Written, own_shapes

FAILURES: dict[str, Exception | None] = {
    "fine": None,
    "unavailable": SourceUnavailable(upstream="x"),
    "bad": SourceBadAnswer("x", upstream="x"),
    "unexpected": RuntimeError("the password is swordfish"),
}
TROUBLE = st.fixed_dictionaries(
    {
        name: st.tuples(st.sampled_from([0.0, 0.1, 0.2]), st.sampled_from([*FAILURES, "fine"]))
        for name in (SHOP, REWARDS, JOURNEY)
    }
)


def company_in(trouble: dict[str, tuple[float, str]]) -> FakeCompany:
    """A company with three LIVEs whose services take so long, or fail."""
    company = FakeCompany()
    company.mongo.put("live_sessions", *(session(live_id(number)) for number in (2, 3)))
    for upstream in company.upstreams():
        upstream.seconds, failure = trouble[upstream.name]
        upstream.failure = FAILURES[failure]
    return company


def told(errors: list[dict[str, Any]]) -> list[str]:
    """What does not hang on time: of which field each error is, and which."""
    return sorted(f"{error['path']} {error['extensions']['code']}" for error in errors)


@settings(max_examples=60)
@given(QUERIES, TROUBLE, st.booleans())
def test_the_parts_are_the_whole(
    selected: tuple[Selection, ...], trouble: dict[str, tuple[float, str]], is_slow: bool
) -> None:
    """In both formats, however sources are late or fail, and however slow a reader is, the parts
    come to the same data and errors as the answer in one piece, and one page with as many calls.
    """
    with capture_logs():
        the_parts_are_the_whole(selected, trouble, is_slow)


@in_simulated_time
async def the_parts_are_the_whole(
    selected: tuple[Selection, ...], trouble: dict[str, tuple[float, str]], is_slow: bool
) -> None:
    """One query, in one piece and in parts."""
    query = Written(selected)
    company = company_in(trouble)
    try:
        whole = await company.ask(query.text, query.variables)
    except DemandExceeded:
        # Of what may be drawn, some is more than a document may be.
        assume(False)
        raise
    calls = company.calls()
    for format_ in (CURRENT, OLDER):
        client = CurrentClient() if format_ is CURRENT else OlderClient()
        company = company_in(trouble)
        for payload in await parts(company, query, format_, is_slow=is_slow):
            client.take(payload)
        assert not client.has_next
        assert client.data == whole.data
        assert told(client.errors) == told(whole.errors)
        if query.is_of_one_page:
            assert company.calls() == calls
        if isinstance(client, OlderClient):
            for fragment in client.fragments:
                by_itself(fragment, own_shapes(query.text), whole.data)


def by_itself(fragment: dict[str, Any], shapes: dict[str, Shape], whole: Any) -> None:
    """What the fragment selects is in it, so that it can be read without any other part."""
    if "label" in fragment:
        has_all(at(whole, fragment["path"]), fragment["data"], shapes[fragment["label"]])


def has_all(whole: Any, told: Any, shape: Shape) -> None:
    """``told`` has every key of ``shape`` that there is, each with what it should be."""
    if isinstance(whole, list):
        for one, other in zip(whole, told, strict=True):
            has_all(one, other, shape)
    elif isinstance(whole, dict):
        for key in shape.keys() & whole.keys():
            below = shape[key]
            if below is None:
                assert told[key] == whole[key]
            else:
                has_all(whole[key], told[key], below)
    else:
        assert told == whole


async def parts(
    company: FakeCompany, query: Written, format_: IncrementalFormat, *, is_slow: bool
) -> list[dict[str, Any]]:
    """The payloads; a slow reader takes them when all have come."""
    request = GraphQLRequest(query.text, variables=query.variables)
    if not company.engine.defers(request, every=format_.every):
        event("in one piece")
        answer = await company.ask(query.text, query.variables)
        wire = answer.to_wire()
        assert isinstance(wire, dict)
        return [{**wire, "hasNext": False}]
    writer, waiting = format_.writer(), FramesToTell()
    payloads: list[dict[str, Any] | None] = []
    frames = company.engine.run_in_frames(
        request,
        every=format_.every,
        viewer=Viewer(CREATOR, "app"),
        language="en",
        request_id="request-1",
        budget_ms=60_000,
        deferred_ms=60_000,
    )
    async with aclosing(frames):
        async for frame in frames:
            if isinstance(frame, FirstFrame):
                payloads.append(writer.first(frame))
                continue
            waiting.add(frame)
            while waiting and not is_slow:
                payloads.append(writer.later(waiting.take()))
    while waiting:
        payloads.append(writer.later(waiting.take()))
    event(f"{len(payloads)} parts")
    return [payload for payload in payloads if payload is not None]
