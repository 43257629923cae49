"""Telling: what an update tells beyond what was told before."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from graphql import OperationDefinitionNode, parse

from loaders.session import Session
from loaders.session_state import SessionState, State
from loaders.session_tale import EndReason
from resolvers.subscription import UpdateReason
from resolvers.telling import Telling
from resolvers.update_shape import shape_of

DOCUMENT = """subscription { liveSession(sessionId: 1) { changed session { endPage {
  metrics { status asOf isStale } recordings { status nextRefreshAt replay { state asOf } }
} } } }"""
EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)


def telling(text: str = DOCUMENT) -> Telling:
    document = parse(text)
    return Telling(shape_of(document, cast("OperationDefinitionNode", document.definitions[0])))


def data(
    metrics: dict[str, Any] | None = None, recordings: dict[str, Any] | None = None
) -> dict[str, Any]:
    page = {"metrics": metrics, "recordings": recordings}
    return {"liveSession": {"changed": [], "session": {"endPage": page}}}


NO_PAGE: dict[str, Any] = {"liveSession": {"changed": [], "session": {"endPage": None}}}


def session(revision: int) -> Session:
    return cast("Session", SimpleNamespace(revision=revision))


def state(
    state: State = State.ENDED,
    *,
    at: datetime | None = EARLY,
    reason: EndReason | None = EndReason.HOST_ENDED,
) -> SessionState:
    return cast("SessionState", SimpleNamespace(state=state, ended_at=at, end_reason=reason))


LIVE = state(State.LIVE, at=None, reason=None)


def test_the_first_update_is_the_state_as_it_is() -> None:
    """It has changed nothing, whatever it shows."""
    told = telling()
    assert told.tell(data({"status": "READY"}), session(3), state()) is UpdateReason.SNAPSHOT
    assert (told.changed, told.revision, told.is_over) == ([], 3, True)


def test_the_end_changes_every_panel_that_is_selected() -> None:
    """The page was not there before."""
    told = telling()
    assert told.tell(NO_PAGE, session(1), LIVE) is UpdateReason.SNAPSHOT
    assert told.tell(NO_PAGE, session(1), LIVE) is None
    assert told.tell(NO_PAGE, session(2), LIVE) is UpdateReason.PROGRESS
    page = data({"status": "PARTIAL"}, {"status": "PENDING"})
    assert told.tell(page, session(3), state()) is UpdateReason.TRANSITION
    assert told.changed == ["METRICS", "RECORDINGS"]


def test_an_age_is_no_content() -> None:
    """An answer that is only newer tells nothing; one that says something else does."""
    told = telling()
    first = data({"status": "READY", "asOf": 1, "isStale": False}, {"replay": {"asOf": 1}})
    told.tell(first, session(1), state())
    newer = data({"status": "READY", "asOf": 2, "isStale": True}, {"replay": {"asOf": 2}})
    assert told.tell(newer, session(1), state()) is None
    ready = data({"status": "READY", "asOf": 3}, {"replay": {"asOf": 3, "state": "READY"}})
    assert told.tell(ready, session(1), state()) is UpdateReason.PANELS
    assert told.changed == ["RECORDINGS"]


def test_an_end_that_is_taken_back_or_restated_is_a_correction() -> None:
    """The same end again, with a higher revision, is progress."""
    told = telling()
    told.tell(data(), session(1), state())
    assert told.tell(data(), session(2), state()) is UpdateReason.PROGRESS
    assert told.tell(data(), session(3), state(at=LATE)) is UpdateReason.CORRECTION
    suspended = state(at=LATE, reason=EndReason.PLATFORM_SUSPENDED)
    assert told.tell(data(), session(4), suspended) is UpdateReason.CORRECTION
    assert told.tell(NO_PAGE, session(5), LIVE) is UpdateReason.CORRECTION
    assert not told.is_over
    assert told.tell(data(), session(6), state()) is UpdateReason.TRANSITION


def test_a_panel_that_was_there_stays_there() -> None:
    """The last good answer takes the place of none, says that it is old, and its error goes."""
    told = telling()
    good = {"status": "READY", "asOf": 1, "isStale": False}
    assert told.keep_good(data(dict(good), {"status": "EMPTY"}), []) == []
    failed = data(None, {"status": "READY"})
    path = ["liveSession", "session", "endPage", "metrics"]
    other = {"message": "", "path": [*path[:-1], "rewards"]}
    errors = [{"message": "", "path": path}, {"message": "", "path": [*path, "status"]}, other]
    assert told.keep_good(failed, errors) == [other]
    page = failed["liveSession"]["session"]["endPage"]
    assert page == {"metrics": {**good, "isStale": True}, "recordings": {"status": "READY"}}


def test_a_panel_that_never_was_there_is_missing() -> None:
    """Nothing is made up; its error stays."""
    told = telling()
    failed = data(None, None)
    error = {"message": "", "path": ["liveSession", "session", "endPage", "metrics"]}
    assert told.keep_good(failed, [error]) == [error]
    assert failed == data(None, None)


def test_what_was_told_has_a_name() -> None:
    """The same for the same, another for another revision, state or content; not for an age."""
    names = []
    for shown, of, how in (
        (NO_PAGE, 1, LIVE),
        (NO_PAGE, 2, LIVE),
        (NO_PAGE, 2, state(State.ENDING, at=None)),
        (data({"status": "READY", "asOf": 1}), 2, state()),
        (data({"status": "PARTIAL"}), 2, state()),
    ):
        told = telling()
        told.tell(shown, session(of), how)
        names.append(told.event_id)
    assert len(set(names)) == len(names)
    again = telling()
    again.tell(data({"status": "READY", "asOf": 2}), session(2), state())
    assert again.event_id == names[3]
    assert names[0] == "1-LIVE"
