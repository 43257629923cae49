"""Short wire: a way to the gateway that breaks again and again, after so many bytes."""

from __future__ import annotations

from tests.faults.exchange import Address, Connection
from tests.faults.pipe import Pipe

_CHUNK_BYTES = 65_536


class ShortWire(Pipe):
    """A pipe whose every connection is hung up when ``most`` bytes have come through one way."""

    def __init__(self, server: Address, *, most: int) -> None:
        super().__init__(server)
        self._most = most

    async def _flow(self, source: Connection, target: Connection) -> None:
        left = self._most
        while left and (data := await source.reader.read(min(left, _CHUNK_BYTES))):
            await target.send(data)
            left -= len(data)
