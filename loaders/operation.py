"""Operation: what lives with one GraphQL operation, or with one event of a subscription."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from loaders.asking import Asking
from loaders.dataloaders import BatchFunction, Dataloaders, K
from loaders.deadline import Deadline
from loaders.following import Following
from loaders.freshness import phase_of
from loaders.keys import Group, Key, Part
from loaders.session import Session
from loaders.session_state import SessionState
from loaders.sources import Sources
from loaders.viewer import Viewer

V = TypeVar("V")
GroupsByUpstream = Mapping[tuple[str, Part], frozenset[str]]


def groups_by_upstream(groups: Iterable[Group]) -> GroupsByUpstream:
    """The names of ``groups``, by upstream and part."""
    found: dict[tuple[str, Part], set[str]] = {}
    for group in groups:
        found.setdefault((group.upstream, group.part), set()).add(group.name)
    return {where: frozenset(names) for where, names in found.items()}


class Operation(Asking):
    """The dataloaders, the deadline, the viewer and the record of upstream calls.

    ``now`` is the one moment (UTC) that every answer of this operation is true at; its deadline
    runs from then on. ``groups`` are the field groups that the operation's document needs, as its
    plan has worked them out.

    For who runs it again as updates of a subscription: ``following`` hears what is to be followed,
    ``shown`` is the LIVE that the update is about, ``next_refreshes`` when which panel
    (or ``continuedBy``) may change, or should have changed.
    """

    def __init__(
        self,
        *,
        sources: Sources,
        viewer: Viewer,
        language: str,
        request_id: str,
        groups: GroupsByUpstream,
        budget_ms: int | None = None,
        not_before: float | None = None,
        following: Following | None = None,
    ) -> None:
        """``budget_ms``: the time that it has; None: that of the setting. ``not_before``: nothing
        that was asked for before that moment (seconds of ``sources.monotonic``) will do.
        """
        budget_ms = sources.settings.operation_ms if budget_ms is None else budget_ms
        super().__init__(request_id=request_id, deadline=Deadline(budget_ms), not_before=not_before)
        self.sources = sources
        self.viewer = viewer
        self.language = language
        self.now = sources.now()
        self.following = following
        self.shown: tuple[Session, SessionState] | None = None
        self.next_refreshes: dict[str, datetime | None] = {}
        self.groups = groups
        self._loaders: Dataloaders[Operation] = Dataloaders(self)

    def load(self, batch: BatchFunction[Operation, K, V], key: K) -> asyncio.Future[V]:
        """The value that ``batch`` finds for ``key``; loads of one tick go out together."""
        return self._loaders.load(batch, key)

    def loaded(self, batch: BatchFunction[Operation, K, V], key: K) -> asyncio.Future[V] | None:
        """The value of ``key`` when it has been asked for, or is known; None when it is not."""
        return self._loaders.loaded(batch, key)

    def prime(self, batch: BatchFunction[Operation, K, V], key: K, value: V) -> None:
        """Take ``value`` for known, so that loading ``key`` asks nobody."""
        self._loaders.prime(batch, key, value)

    def has_panel(self, panel: str, state: str) -> None:
        """A panel is there, for who keeps watch."""
        watch = self.whole.watch
        if watch is not None:
            watch.has_panel(panel, state, is_deferred=self.whole is not self)

    def good_for(self) -> float:
        """The seconds for which an answer of what has been read is as good as a new one.

        Below 0 it is stale. 0: that is not known, or a panel may change at any moment.
        """
        if self.fresh_for == math.inf:
            return 0.0
        refreshes = [at for at in self.next_refreshes.values() if at is not None]
        if self.fresh_for <= 0 or not refreshes:
            return self.fresh_for
        until_refresh = min(refreshes).timestamp() - self.now.timestamp()
        return min(self.fresh_for, max(until_refresh, 0.0))

    def session_key(self, upstream: str, session: Session, ended_at: datetime | None) -> Key:
        """What this operation asks ``upstream`` about one LIVE, which ended at ``ended_at``."""
        groups = self.groups.get((upstream, Part.SESSION), frozenset())
        phase = phase_of(ended_at, self.now)
        return Key(Part.SESSION, session.id, session.creator_id, self.language, groups, phase)

    def creator_key(self, upstream: str, creator_id: str) -> Key:
        """What this operation asks ``upstream`` about a creator as a whole."""
        groups = self.groups.get((upstream, Part.CREATOR), frozenset())
        return Key(Part.CREATOR, creator_id, creator_id, self.language, groups)
