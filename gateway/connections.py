"""Connections: how many are open, in all and from each address, and how many sockets among them
have not said yet who asks.

An address is a network as ``gateway.address`` knows it. Of a connection that a proxy has opened it
is known only when it becomes a socket; until then "" stands for it, which is not bounded.
"""

from __future__ import annotations

import sys

from gateway.places import Places

_CODE = "TOO_MANY_CONNECTIONS"


class Connections:
    """Those of one process; 0 is as many as there are."""

    def __init__(
        self, *, most: int = 0, most_each: int = 0, waiting: int = 0, waiting_each: int = 0
    ) -> None:
        """``most`` are open, ``most_each`` from one address; of those that are sockets ``waiting``
        have not said who asks, ``waiting_each`` from one address.
        """
        self._most = most or sys.maxsize
        self._most_each = most_each or sys.maxsize
        self._most_waiting = waiting or sys.maxsize
        self._most_waiting_each = waiting_each or sys.maxsize
        self._open = Places("Too many connections are open.", code=_CODE)
        self._waiting = Places("Too many sockets have not said who asks.", code=_CODE)
        self._is_leaving = False

    @property
    def is_leaving(self) -> bool:
        """Whether the gateway is about to stop: each connection is closed with its next answer."""
        return self._is_leaving

    def leave(self) -> None:
        """The gateway is about to stop."""
        self._is_leaving = True

    @property
    def open(self) -> int:
        """How many there are."""
        return len(self._open)

    @property
    def waiting(self) -> int:
        """How many of them are sockets that have not said who asks."""
        return len(self._waiting)

    def come(self, address: str) -> None:
        """One more is open. Raises RequestError when there are too many."""
        most_each = self._most_each if address else sys.maxsize
        self._open.take(address, most=self._most, most_each=most_each)

    def go(self, address: str) -> None:
        """One of that address is closed."""
        self._open.give_back(address)

    def wait(self, address: str) -> None:
        """A socket is open, and has not said who asks. Raises RequestError when too many have
        not.
        """
        self._waiting.take(address, most=self._most_waiting, most_each=self._most_waiting_each)

    def known(self, address: str) -> None:
        """One of those has said who asks, or is closed."""
        self._waiting.give_back(address)
