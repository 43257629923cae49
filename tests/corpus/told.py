"""Told: what is told again and again in the corpus."""

from __future__ import annotations

from tests.corpus.case import ALLOWED, NEW_ID, answer, bare, refusal, request
from tests.gateway.asking import JSON

QUERY = b"/graphql?query=%7B+a+%7D"
GET = request(b"GET", QUERY)
TAG = 'W/"d6c5d57361f1c2a33a88345f"'
KEPT = answer(cache_control="private, no-cache", etag=TAG)
"""An answer that its client may keep."""
CLOSED = answer(connection="close")
OPTIONS = bare(204, allow=ALLOWED, accept_query=JSON)
NOT_JSON = refusal(400, "BAD_REQUEST", "The body is not JSON in UTF-8.")
UNTRUSTED = refusal(
    401, "UNAUTHENTICATED", "The token cannot be trusted.", www_authenticate="Bearer"
)
_NOT_HTTP = "This is no HTTP request."
NOT_HTTP = refusal(400, "BAD_REQUEST", _NOT_HTTP, connection="close")
NOT_HTTP_AT_ALL = refusal(400, "BAD_REQUEST", _NOT_HTTP, request_id=NEW_ID, connection="close")
"""What is not even HTTP enough to have an id."""
