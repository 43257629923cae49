"""Coming back: when a stream ends before its operation, and how its client is told to return."""

from __future__ import annotations

import random

from gateway.errors import RequestError
from gateway.tokens import untrusted

_LEAST_MS = 1_000
_MOST_MS = 4_000


class ComeBack(Exception):
    """The stream ends and the operation does not. ``reason`` is a few words for people to read;
    ``refusal`` is the same for programs.
    """

    def __init__(self, reason: str, refusal: RequestError) -> None:
        super().__init__(reason)
        self.reason = reason
        self.refusal = refusal


def draining() -> ComeBack:
    """The gateway is about to stop."""
    refusal = RequestError("OVERLOADED", "The gateway is about to stop: connect again.")
    return ComeBack("draining", refusal)


def token_expired() -> ComeBack:
    """The proof of who reads has run out: it is to be shown anew."""
    refusal = RequestError("TOKEN_EXPIRED", "The token has run out: connect with a new one.")
    return ComeBack("token expired", refusal)


def token_revoked() -> ComeBack:
    """The proof of who reads is good no more. Who comes back with it is refused."""
    return ComeBack("token not trusted", untrusted())


def broken(refusal: RequestError) -> ComeBack:
    """Something went wrong that nobody foresaw."""
    return ComeBack("unexpected error", refusal)


def coming_back_ms() -> int:
    """After how many milliseconds to come back; jittered, so that not all come at once."""
    return random.randint(_LEAST_MS, _MOST_MS)
