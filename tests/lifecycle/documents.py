"""Documents: what the subscribers of these tests select."""

from __future__ import annotations

from tests.app.product import OPERATIONS

LIGHT = OPERATIONS["LiveTransition"]
POLL = OPERATIONS["LiveStatusPoll"]

# Stays open after the end for as long as the replay is being processed.
WITH_RECORDINGS = """subscription ($sessionId: ID!) { liveSession(sessionId: $sessionId) {
  reason changed fetchAfterMs isLast
  session { id state revision airSeconds endReason endedAt endPageState nextCheckAt
    continuedBy { sessionId }
    endPage { id recordings { status isStale nextRefreshAt replay { state reason } } } } } }"""
