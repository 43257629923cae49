"""Proxy: raw sockets between a gateway and a real upstream, which can misbehave on the wire."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.exchange import Address, Connection, Exchange
from tests.faults.port import Port

AtAccept = Callable[[Connection], Awaitable[None]]
AtRequest = Callable[[Exchange], Awaitable[None]]


async def passed_on(exchange: Exchange) -> None:
    """Answer what the real upstream answers."""
    await exchange.send(await exchange.whole())


async def _served(connection: Connection) -> None:
    """Let the connection be read."""


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """What goes wrong: the port is closed, the connection is met so, or the request is.

    Connections that were open before are hung up when it begins, unless it is about requests.
    """

    at_request: AtRequest = passed_on
    at_accept: AtAccept = _served
    refuses: bool = False

    @property
    def is_of_connections(self) -> bool:
        """Whether it shows before a request is read."""
        return self.refuses or self.at_accept is not _served


NONE = Misbehaviour()


class Proxy:
    """One port in front of one upstream."""

    def __init__(self, upstream: Address) -> None:
        self._upstream = upstream
        self._port = Port(self._serve)
        self._misbehaviour = NONE
        self.requests = 0
        """The requests that came since the last change of behaviour."""

    @property
    def address(self) -> Address:
        """Where the gateway is to ask."""
        return self._port.address

    async def misbehave(self, misbehaviour: Misbehaviour) -> None:
        """From now on, go wrong like this."""
        self._misbehaviour = misbehaviour
        self.requests = 0
        if misbehaviour.is_of_connections:
            self._hang_up()
        if misbehaviour.refuses:
            self._port.refuse()
        else:
            await self._port.listen()

    async def behave(self) -> None:
        """From now on, all is well; what was going wrong is over at once."""
        await self.misbehave(NONE)
        self._hang_up()

    async def close(self) -> None:
        """Stop, and hang up."""
        await self._port.close()

    def _hang_up(self) -> None:
        for connection in self._port.connections:
            connection.hang_up()

    async def _serve(self, connection: Connection) -> None:
        await self._misbehaviour.at_accept(connection)
        while not connection.writer.is_closing():
            request = await connection.request()
            self.requests += 1
            exchange = Exchange(connection, request, self._upstream, self.requests)
            await self._misbehaviour.at_request(exchange)
