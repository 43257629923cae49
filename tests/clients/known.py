"""Known: documents that the gateway of these tests knows, by ids that are no hashes."""

from __future__ import annotations

PAGE = """query Page($sessionId: ID!) {
  endPage(sessionId: $sessionId) { id metrics { status } rewards { status } } }"""
ENDED = """subscription Ended($sessionId: ID!) {
  liveSession(sessionId: $sessionId) { isLast session { sessionId state } } }"""
PAGE_ID, ENDED_ID = "the-page", "how-it-ended"
KNOWN = {PAGE_ID: PAGE, ENDED_ID: ENDED}
