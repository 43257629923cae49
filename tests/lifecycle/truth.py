"""Truth: what is to be shown of a LIVE, from its document and the clock alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from loaders.mongo import read_document
from loaders.session import Session
from loaders.session_state import Lifecycle, State, derive_state

# A lost connection may come back for so long: a second, so that a test can wait for it.
GRACE_SECONDS = 1
LIFECYCLE = Lifecycle(grace=GRACE_SECONDS)

Facts = dict[str, Any]


def truth_of(document: dict[str, Any]) -> Facts:
    """The facts that every client must end up with."""
    session = read_document(document, Session)
    assert isinstance(session, Session), session
    derived = derive_state(session, datetime.now(UTC), LIFECYCLE)
    is_over = derived.state is State.ENDED
    return {
        "state": derived.state.value,
        "revision": session.revision,
        "endReason": derived.end_reason and derived.end_reason.value,
        "endedAt": _written(derived.ended_at),
        "endPageState": derived.page_state.value,
        # While it runs it rises with every second.
        "airSeconds": derived.air_seconds if is_over else None,
        "continuedBy": session.continued_by and {"sessionId": session.continued_by},
    }


def facts_of(shown: dict[str, Any] | None) -> Facts | None:
    """The same facts as a client was told them."""
    if shown is None:
        return None
    is_over = shown["state"] == State.ENDED.value
    told = shown.get("continuedBy")
    return {
        "state": shown["state"],
        "revision": shown["revision"],
        "endReason": shown["endReason"],
        "endedAt": shown["endedAt"],
        "endPageState": shown["endPageState"],
        "airSeconds": shown["airSeconds"] if is_over else None,
        "continuedBy": told and {"sessionId": told["sessionId"]},
    }


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
