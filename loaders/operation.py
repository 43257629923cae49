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
from loaders.ground import Ground
from loaders.keys import Group, Key, Part
from loaders.moment import Moment
from loaders.session import Session
from loaders.session_state import SessionState, derive_state
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
    runs from then on. What is made of it is another a moment later: so who only compares it with
    another time takes ``now_against``, who only shows it ``served_at``, and who does not answer by
    it ``began_at``. ``groups`` are the field groups that the operation's document needs, as its
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
        self.began_at = sources.now()
        self._until: datetime | None = None
        self._served_at: Moment | None = None
        self.following = following
        self.shown: tuple[Session, SessionState] | None = None
        self.next_refreshes: dict[str, datetime | None] = {}
        self.groups = groups
        self._states: dict[int, tuple[Session, SessionState]] = {}
        self._session_keys: dict[tuple[str, str, str], Key] = {}
        self._loaders: Dataloaders[Operation] | None = None

    @property
    def now(self) -> datetime:
        """The moment (UTC), for whatever is made of it."""
        self._until = self.began_at
        return self.began_at

    def now_against(self, at: datetime | None) -> datetime:
        """The same, for who looks whether it has reached ``at``, and at nothing else of it."""
        if at is not None and at > self.began_at and (self._until is None or at < self._until):
            self._until = at
        return self.began_at

    @property
    def served_at(self) -> Moment:
        """The same, to be shown as when the answer was made, and for nothing else."""
        if self._served_at is None:
            self._served_at = Moment.of(self.began_at)
        return self._served_at

    def state_of(self, session: Session) -> SessionState:
        """What is shown of ``session`` at the moment: one that has ended changes no more by it."""
        known = self._states.get(id(session))
        if known is None:
            derived = derive_state(session, self.began_at, self.sources.lifecycle)
            # It is held, so that no other can come to have its identity.
            known = self._states[id(session)] = (session, derived)
            if derived.ended_at is None:
                self._until = self.began_at
        return known[1]

    def load(self, batch: BatchFunction[Operation, K, V], key: K) -> asyncio.Future[V]:
        """The value that ``batch`` finds for ``key``; loads of one tick go out together."""
        return self._dataloaders().load(batch, key)

    def loaded(self, batch: BatchFunction[Operation, K, V], key: K) -> asyncio.Future[V] | None:
        """The value of ``key`` when it has been asked for, or is known; None when it is not."""
        return None if self._loaders is None else self._loaders.loaded(batch, key)

    def prime(self, batch: BatchFunction[Operation, K, V], key: K, value: V) -> None:
        """Take ``value`` for known, so that loading ``key`` asks nobody."""
        self._dataloaders().prime(batch, key, value)

    def close(self) -> None:
        """Let go of every read under way, and of all that has been read."""
        super().close()
        # It and the operation hold each other: all of it would stay until Python looks for cycles,
        # and looking through it was a tenth of a page's time.
        if self._loaders is not None:
            self._loaders.close()
            self._loaders = None

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
        if self.fresh_for <= 0:
            return self.fresh_for
        turns = [at.timestamp() - self.began_at.timestamp() for at in self._turns()]
        return max(min([self.fresh_for, *turns]), 0.0)

    def ground(self) -> Ground | None:
        """What its answer rests on; None: on something that is not sure to be the same again."""
        if not self.footings or self._until == self.began_at:
            return None
        return Ground(
            # Several panels read the same.
            tuple(dict.fromkeys(self.footings)),
            since=self.began_at,
            until=self._until,
            refresh_at=self._refresh_at(),
        )

    def session_key(self, upstream: str, session: Session, ended_at: datetime | None) -> Key:
        """What this operation asks ``upstream`` about one LIVE, which ended at ``ended_at``."""
        which = (upstream, session.id, session.creator_id)
        key = self._session_keys.get(which)
        if key is None:
            groups = self.groups.get((upstream, Part.SESSION), frozenset())
            # It says how long a read is kept that is made now, and nothing of what it says.
            phase = phase_of(ended_at, self.began_at)
            key = Key(Part.SESSION, session.id, session.creator_id, self.language, groups, phase)
            self._session_keys[which] = key
        return key

    def creator_key(self, upstream: str, creator_id: str) -> Key:
        """What this operation asks ``upstream`` about a creator as a whole."""
        groups = self.groups.get((upstream, Part.CREATOR), frozenset())
        return Key(Part.CREATOR, creator_id, creator_id, self.language, groups)

    def _dataloaders(self) -> Dataloaders[Operation]:
        if self._loaders is None:
            self._loaders = Dataloaders(self)
        return self._loaders

    def _turns(self) -> list[datetime]:
        """When what was answered may be another, as far as that is known."""
        # An answer that was made of the clock is as good as its reads: it says when it was made.
        until = None if self._until == self.began_at else self._until
        return [at for at in (until, self._refresh_at()) if at is not None]

    def _refresh_at(self) -> datetime | None:
        return min((at for at in self.next_refreshes.values() if at is not None), default=None)
