"""An upstream in memory: it answers what a test says, and keeps what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from loaders.envelope import Item, WireItem
from loaders.errors import KnownError
from loaders.keys import Key
from loaders.spellings import decode
from tests.fakes.times import COUNTED_AT, unix


class FakeUpstream:
    """Has the face of ``loaders.source.Upstream``.

    Every key is answered with those of ``groups`` that it asks for; ``say`` changes one id's
    answer, ``failure`` fails whole calls, ``hold`` keeps calls waiting until ``let_go``, and each
    takes ``seconds``, which is for simulated time.
    """

    def __init__(self, name: str, groups: Mapping[str, Any] | None = None) -> None:
        self.name = name
        self.groups = dict(groups or {})
        self.calls: list[tuple[Key, ...]] = []
        self.request_ids: list[str] = []
        self.times_left: list[float] = []
        self.failure: Exception | None = None
        self.seconds = 0.0
        self.waiting = 0
        self.entered = asyncio.Event()
        self.cancelled = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        self._said: dict[str, dict[str, Any]] = {}
        self._errors: dict[str, KnownError] = {}

    def say(self, id_: str, *, groups: Mapping[str, Any] | None = None, **header: Any) -> None:
        """Answer ``id_`` with ``header`` and ``groups``; a group that is None is left out."""
        self._said[id_] = {"groups": dict(groups or {}), **header}

    def fail(self, id_: str, error: KnownError) -> None:
        """Fail ``id_`` alone."""
        self._errors[id_] = error

    def hold(self) -> None:
        """Keep every call waiting from now on."""
        self._open.clear()

    def let_go(self) -> None:
        """Answer the calls that wait."""
        self._open.set()

    def group_sets(self) -> list[dict[str, set[str]]]:
        """Of each call, the groups that were asked for by the id they were asked of."""
        return [{key.id: set(key.groups) for key in call} for call in self.calls]

    async def read(
        self, keys: Sequence[Key], *, time_left: float, request_id: str
    ) -> dict[Key, Item | KnownError]:
        """The answers, last key first: nobody may rely on their order."""
        self.calls.append(tuple(keys))
        self.times_left.append(time_left)
        self.request_ids.append(request_id)
        self.entered.set()
        self.waiting += 1
        try:
            await self._open.wait()
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        finally:
            self.waiting -= 1
        if self.failure is not None:
            raise self.failure
        return {key: self._answer(key) for key in reversed(keys)}

    async def is_reachable(self) -> bool:
        """Whether calls succeed."""
        return self.failure is None

    def _answer(self, key: Key) -> Item | KnownError:
        if key.id in self._errors:
            return self._errors[key.id]
        said = {**self._said.get(key.id, {})}
        known = {**self.groups, **said.pop("groups", {})}
        header = {"as_of": unix(COUNTED_AT), "on_behalf_of": key.on_behalf_of, **said}
        groups = {name: known[name] for name in key.groups if known.get(name) is not None}
        if header.get("status") == "NOT_READY":
            groups = {}
        answer = {"language": key.language, "groups": groups, **header}
        return Item(decode(msgspec.json.encode(answer), WireItem), upstream=self.name)
