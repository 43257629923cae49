"""Parts: by its program and by the reference, a document that defers comes in the same parts."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any, cast

import msgspec
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gateway.documents import Documents
from gateway.errors import RequestError
from gateway.execution import Engine
from gateway.frames import FirstFrame, FramesToTell
from gateway.graphql_request import GraphQLRequest
from gateway.incremental_accept import CURRENT, OLDER
from gateway.incremental_format import IncrementalFormat
from gateway.on_error import OnError
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.schema import schema
from tests.differential.company_world import CompanyWorld
from tests.differential.documents import Asked, asked
from tests.differential.test_our_schema import VALUES
from tests.fakes.documents import CREATOR
from tests.fakes.programs import ReadyPrograms
from tests.resolvers.deferred_documents import QUERIES, Selection, Written

PROGRAMS = ReadyPrograms(schema)
DOCUMENTS = Documents(schema._schema)
_NO_HURRY_MS = 60_000
THOROUGH = settings(
    max_examples=settings.default.max_examples // 2 if settings.default else 0,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def _asked(selected: tuple[Selection, ...], on_error: OnError) -> Asked:
    written = Written(selected)
    return Asked(written.text, written.variables, on_error)


DEFERRING = st.one_of(
    st.builds(_asked, QUERIES, st.sampled_from([OnError.PROPAGATE, OnError.NULL])),
    asked(schema._schema, VALUES, depth=6),
)


async def in_parts(
    one: Asked, format_: IncrementalFormat, world: CompanyWorld, programs: ReadyPrograms | None
) -> tuple[list[bytes], dict[str, int]] | None:
    """What goes over the wire in each part, and how often each source was called for all of them.
    None: it defers nothing.
    """
    engine = Engine(
        schema=schema,
        sources=cast("Sources", world.company.sources),
        development=False,
        documents=DOCUMENTS,
        programs=programs,
    )
    request = GraphQLRequest(one.text, variables=one.variables, on_error=one.on_error)
    if not engine.defers(request, every=format_.every):
        return None
    with capture_logs():
        return await world.run(_told(engine, request, format_)), world.company.calls()


async def _told(engine: Engine, request: GraphQLRequest, format_: IncrementalFormat) -> list[bytes]:
    writer, waiting = format_.writer(), FramesToTell()
    payloads: list[dict[str, Any] | None] = []
    frames = engine.run_in_frames(
        request,
        every=format_.every,
        viewer=Viewer(CREATOR, "app"),
        language="en",
        request_id="request-1",
        budget_ms=_NO_HURRY_MS,
        deferred_ms=_NO_HURRY_MS,
    )
    async with aclosing(frames):
        async for frame in frames:
            if isinstance(frame, FirstFrame):
                payloads.append(writer.first(frame))
                continue
            waiting.add(frame)
            while waiting:
                payloads.append(writer.later(waiting.take()))
    return [msgspec.json.encode(payload) for payload in payloads]


@THOROUGH
@given(
    DEFERRING,
    st.sampled_from([CURRENT, OLDER]),
    st.integers(0, 2**32),
    st.sampled_from([0, 5, 30]),
)
async def test_any_query_comes_in_the_same_parts(
    one: Asked, format_: IncrementalFormat, seed: int, mischief: int
) -> None:
    """Byte for byte and part for part, with exactly as many calls of each source: when its program
    runs for the first time, and when it has run before.
    """
    try:
        expected = await in_parts(one, format_, CompanyWorld(seed, mischief), None)
    except RequestError:
        assume(False)
        raise
    assume(expected is not None)
    for _ in range(2):
        assert await in_parts(one, format_, CompanyWorld(seed, mischief), PROGRAMS) == expected
    assert expected is not None
    event(f"{len(expected[0])} parts")
