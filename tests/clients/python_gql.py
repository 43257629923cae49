"""Python's gql as a driver, with the words of drivers/app.mjs; run as a program of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import msgspec
from gql import Client, gql
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

# Short, because a test waits for it; a real APP waits longer, and not always as long.
PAUSE_SECONDS = 0.1


def say(event: str, **more: Any) -> None:
    """Tell of an event."""
    sys.stdout.write(msgspec.json.encode({"event": event, **more}).decode() + "\n")
    sys.stdout.flush()


def close_code(error: BaseException | None) -> int | None:
    """The code with which the socket was closed, if that is why; 1006 is a cut, as in browsers."""
    while error is not None:
        if isinstance(error, ConnectionClosed):
            return error.rcvd.code if error.rcvd else 1006
        error = error.__cause__
    return None


class App:
    """Watches until it has heard the last update, or that there is nothing to hear."""

    def __init__(self, *, url: str, token: str, request: dict[str, Any]) -> None:
        self._url = url.replace("http", "ws", 1)
        self._request = gql(request["query"])
        self._request.variable_values = request["variables"]
        self._transport: WebsocketsTransport | None = None
        self.token = token

    async def watch(self) -> None:
        """Watch, and begin anew after whatever goes wrong on the way."""
        is_over = False
        while not is_over:
            is_over = await self._heard()
            await asyncio.sleep(PAUSE_SECONDS)

    async def renew(self) -> None:
        """Tell the gateway of the new token in band."""
        assert self._transport is not None
        self._transport.pong_received.clear()
        await self._transport.send_ping({"authorization": f"Bearer {self.token}"})
        await self._transport.pong_received.wait()
        say("pong", payload=self._transport.payloads["pong"])

    async def _heard(self) -> bool:
        say("watching")
        try:
            return await self._hear()
        except TransportQueryError as error:
            say("error", message=str(error), errors=error.errors)
            return True
        except (TransportError, ConnectionClosed, OSError, TimeoutError) as error:
            if code := close_code(error):
                say("closed", code=code)
            say("error", message=str(error))
            return False

    async def _hear(self) -> bool:
        is_last = False
        self._transport = WebsocketsTransport(
            self._url,
            subprotocols=["graphql-transport-ws"],
            init_payload={"authorization": f"Bearer {self.token}"},
        )
        client = Client(transport=self._transport, fetch_schema_from_transport=False)
        async with client as connected:
            say("connected")
            async for data in connected.subscribe(self._request):
                is_last = is_last or data["liveSession"]["isLast"]
                say("next", data=data)
            say("complete")
        return is_last


async def main() -> None:
    """One instruction a line, until standard input ends."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    running: list[asyncio.Task[None]] = []
    app: App | None = None
    say("ready")
    async for line in lines:
        told = msgspec.json.decode(line)
        what = told.pop("do")
        if what == "watch":
            app = App(**told)
            running.append(asyncio.create_task(app.watch()))
        elif app is not None:
            app.token = told["token"]
            if what == "renew":
                running.append(asyncio.create_task(app.renew()))
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
