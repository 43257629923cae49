"""Pipe: bytes between a gateway and a server of any protocol, until they stop flowing."""

from __future__ import annotations

import asyncio

from tests.faults.exchange import Address, Connection
from tests.faults.port import Port


class Pipe:
    """One port in front of one server. It can refuse, and it can swallow all that is said."""

    def __init__(self, server: Address) -> None:
        self._server = server
        self._port = Port(self._join)
        self._flows = asyncio.Event()

    @property
    def address(self) -> Address:
        """Where the gateway is to connect."""
        return self._port.address

    async def behave(self) -> None:
        """Bytes flow; what was swallowed meanwhile is late, and not lost."""
        self._flows.set()
        await self._port.listen()

    def refuse(self) -> None:
        """Every connection is reset, and no new one is accepted."""
        self._port.refuse()
        for connection in self._port.connections:
            connection.reset()

    def swallow(self) -> None:
        """Connections stay, new ones are accepted, and nothing goes through."""
        self._flows.clear()

    async def close(self) -> None:
        """Stop, and hang up."""
        self.refuse()
        await self._port.close()

    async def _join(self, near: Connection) -> None:
        far = Connection(*await asyncio.open_connection(self._server.host, self._server.port))
        flows = [
            asyncio.ensure_future(self._flow(near, far)),
            asyncio.ensure_future(self._flow(far, near)),
        ]
        try:
            await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
        finally:
            far.hang_up()
            for flow in flows:
                flow.cancel()
            await asyncio.gather(*flows, return_exceptions=True)

    async def _flow(self, source: Connection, target: Connection) -> None:
        while data := await source.reader.read(65_536):
            await self._flows.wait()
            await target.send(data)
