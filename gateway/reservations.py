"""Reservations: the event streams that clients have announced, and those that they have opened."""

from __future__ import annotations

import asyncio
import secrets

from gateway.errors import RequestError
from gateway.places import Places
from gateway.shared_stream import SharedStream

_UNUSED_SECONDS = 30.0


class Reservation:
    """A place for one stream. ``token`` is the ticket to it, for ``creator_id`` alone."""

    __slots__ = ("creator_id", "expiry", "is_open", "stream", "token")

    def __init__(self, token: str, creator_id: str, expiry: asyncio.TimerHandle) -> None:
        self.token = token
        self.creator_id = creator_id
        self.expiry = expiry
        self.stream = SharedStream()
        self.is_open = False


class Reservations:
    """Those of one process. One that is not used soon is given up, with what it was to stream."""

    def __init__(self, *, unused_seconds: float = _UNUSED_SECONDS) -> None:
        self._unused_seconds = unused_seconds
        self._known: dict[str, Reservation] = {}
        self._places = Places("Too many streams are reserved.")

    def __len__(self) -> int:
        return len(self._known)

    def reserve(self, creator_id: str, *, most: int, most_per_creator: int) -> Reservation:
        """A new one. Raises RequestError when there are too many."""
        self._places.take(creator_id, most=most, most_each=most_per_creator)
        token = secrets.token_urlsafe(24)
        loop = asyncio.get_running_loop()
        expiry = loop.call_later(self._unused_seconds, self._give_up, token)
        self._known[token] = reservation = Reservation(token, creator_id, expiry)
        return reservation

    def has(self, token: str | None, creator_id: str) -> bool:
        """Whether the token is one of this creator's."""
        reservation = self._known.get(token or "")
        return reservation is not None and reservation.creator_id == creator_id

    def find(self, token: str | None, creator_id: str) -> Reservation:
        """The one of this token. Somebody else's is none: raises RequestError."""
        if token is None or not self.has(token, creator_id):
            raise RequestError("STREAM_NOT_FOUND", "There is no such stream: reserve one with PUT.")
        return self._known[token]

    def opened(self, reservation: Reservation) -> None:
        """It is used now. Raises RequestError when it is already."""
        if reservation.is_open:
            raise RequestError("STREAM_CONFLICT", "The stream of this token is open already.")
        reservation.is_open = True
        reservation.expiry.cancel()

    def end(self, reservation: Reservation) -> None:
        """Its stream has been closed: the token is good for nothing more."""
        reservation.expiry.cancel()
        if self._known.pop(reservation.token, None) is None:
            return
        self._places.give_back(reservation.creator_id)
        reservation.stream.close()

    def _give_up(self, token: str) -> None:
        self.end(self._known[token])
