"""Asking the reference services, in-process and over sockets."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from upstreams.launch import Running

ANCHOR = 1_795_360_000


def session_key(live_id: str, creator: str, *groups: str, language: str = "en") -> dict[str, Any]:
    """Return a session's key as the wire has it."""
    return {
        "live_id": live_id,
        "on_behalf_of": creator,
        "language": language,
        "groups": list(groups),
    }


def creator_key(creator: str, *groups: str, language: str = "en") -> dict[str, Any]:
    """Return a creator's key as the wire has it."""
    return {
        "creator_id": creator,
        "on_behalf_of": creator,
        "language": language,
        "groups": list(groups),
    }


@dataclass(frozen=True)
class Service:
    """A running service as a test asks it, one connection a request."""

    url: str
    credential: str

    @classmethod
    def of(cls, running: Running, name: str) -> Service:
        """Return the service of this name."""
        return cls(running.upstreams[name], running.service_credential)

    async def read(
        self, *sessions: dict[str, Any], creators: tuple[dict[str, Any], ...] = (), **extra: Any
    ) -> httpx.Response:
        """Return the answer to a read, whatever it is."""
        return await self.ask(
            "POST", "/v1/read", {"sessions": sessions, "creators": creators}, **extra
        )

    async def items(self, *sessions: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the session items of a read that must succeed."""
        answered = (await self.read(*sessions)).json()
        assert answered["code"] == 0, answered
        found: list[dict[str, Any]] = answered["data"]["sessions"]
        return found

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Return the answer to a request with the service's credential."""
        async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
            return await client.request(
                method,
                self.url + path,
                content=None if body is None else msgspec.json.encode(body),
                headers={"Authorization": f"Bearer {self.credential}", **headers},
            )

    async def break_by(self, **fault: Any) -> None:
        """Set a fault."""
        answered = await self.ask("POST", "/__faults__", fault)
        assert answered.status_code == 200, answered.text

    async def raw_read(self, *sessions: dict[str, Any]) -> bytes:
        """Return every byte that a read brings back, b"" when it is hung up on at once."""
        host, port = self.url.removeprefix("http://").split(":")
        body = json.dumps({"sessions": sessions}).encode()
        reader, writer = await asyncio.open_connection(host, int(port))
        head = (
            f"POST /v1/read HTTP/1.1\r\nhost: {host}\r\ncontent-length: {len(body)}\r\n"
            f"authorization: Bearer {self.credential}\r\nconnection: close\r\n\r\n"
        )
        writer.write(head.encode() + body)
        try:
            return await reader.read()
        finally:
            writer.close()
