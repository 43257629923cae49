"""Hand driven: an upstream whose calls are answered by the test, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.errors import KnownError
from loaders.names import SHOP
from tests.loaders.simulated_time import now

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a call said of a key: whose answer it is can be seen in it."""

    key: str
    call: int


Spoken = Said | KnownError


class HeldCall:
    """One call that is under way until the test ends it."""

    def __init__(self, number: int, keys: Sequence[str], time_left: float, request_id: str) -> None:
        self.number = number
        self.keys = tuple(keys)
        self.time_left = time_left
        self.request_id = request_id
        self.started_at = now()
        self.ended_at: float | None = None
        self.was_cancelled = False
        self.answers: asyncio.Future[Mapping[str, Spoken]]
        self.answers = asyncio.get_running_loop().create_future()

    def answer(self, **errors: KnownError) -> None:
        """Answer each key, with its error where one is given."""
        if not self.answers.done():
            said: dict[str, Spoken] = {key: Said(key, self.number) for key in self.keys}
            self.answers.set_result({**said, **errors})

    def leave_out(self, missing: str) -> None:
        """Answer each key but one."""
        said = {key: Said(key, self.number) for key in self.keys if key != missing}
        self.answers.set_result(said)

    def fail(self, error: Exception) -> None:
        """Fail as a whole."""
        if not self.answers.done():
            self.answers.set_exception(error)


class HandDriven:
    """An upstream; ``script`` is called with each call when it begins."""

    name = SHOP

    def __init__(self, script: Callable[[HeldCall], None] = lambda _: None) -> None:
        self.calls: list[HeldCall] = []
        self.script = script

    @property
    def running(self) -> list[HeldCall]:
        """The calls under way."""
        return [call for call in self.calls if call.ended_at is None]

    @property
    def asked(self) -> list[tuple[str, ...]]:
        """The keys of each call."""
        return [call.keys for call in self.calls]

    async def read(
        self, keys: Sequence[str], *, time_left: float, request_id: str
    ) -> Mapping[str, Spoken]:
        """What the test says."""
        call = HeldCall(len(self.calls), keys, time_left, request_id)
        self.calls.append(call)
        self.script(call)
        try:
            return await call.answers
        except asyncio.CancelledError:
            call.was_cancelled = True
            raise
        finally:
            call.ended_at = now()


def asking(
    request_id: str = "request-1", *, budget_ms: int = DAY_MS, not_before: float | None = None
) -> Asking:
    """Somebody who asks, in simulated time."""
    deadline = Deadline(budget_ms, monotonic=now)
    return Asking(request_id=request_id, deadline=deadline, not_before=not_before)
