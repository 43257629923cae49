"""Shared query: an operation that is answered once, in a stream that it shares with others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from gateway.errors import RequestError
from gateway.execution import Answer
from gateway.refusal import masked
from gateway.sink import Sink


class SharedQuery:
    """Runs it; to the stream it is a subscription with one answer."""

    def __init__(self, sink: Sink, run: Callable[[], Awaitable[Answer]], request_id: str) -> None:
        self._task = asyncio.get_running_loop().create_task(_run(sink, run, request_id))

    def resume(self) -> None:
        """There is nothing more to send."""

    def close(self) -> None:
        """Cancel it, and so let go of everything that was asked for it."""
        self._task.cancel()


async def _run(sink: Sink, run: Callable[[], Awaitable[Answer]], request_id: str) -> None:
    try:
        answer = await run()
    except RequestError as error:
        sink.fail(error)
    except Exception:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
        sink.fail(masked(request_id))
    else:
        sink.send(answer)
        sink.complete()
