"""Creator: one creator's APP, as it talks to one gateway about recordings and shares."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import httpx

from gateway.development import mint_token
from resolvers.global_id import global_id
from tests.app.gateway_process import GatewayProcess
from tests.app.product import OPERATIONS, SECRET, Answer

# What an APP waits before it asks again for what may be had by then.
_PAUSE = 0.05


@dataclass(frozen=True)
class Creator:
    """Who asks, whom, and over what."""

    id: str
    gateway: GatewayProcess
    client: httpx.AsyncClient

    def at(self, gateway: GatewayProcess) -> Creator:
        """The same creator, who asks another gateway."""
        return replace(self, gateway=gateway)

    @property
    def token(self) -> str:
        """Theirs."""
        return mint_token(self.id, secret=SECRET)

    async def ask(self, document: str, **variables: Any) -> Answer:
        """What is answered, with HTTP 200."""
        body = {"query": document, "variables": variables}
        headers = {"authorization": f"Bearer {self.token}"}
        response = await self.client.post(self.gateway.url, json=body, headers=headers)
        assert response.status_code == 200, response.text
        answer: Answer = response.json()
        return answer

    async def data(self, document: str, **variables: Any) -> Any:
        """The data of an answer that must have no error."""
        answer = await self.ask(document, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def links(self, recording: str) -> Any:
        """What the mutation says of a recording by its opaque id: links, or why there are none."""
        return (await self.data(OPERATIONS["RecordingLinks"], id=recording))["createRecordingLinks"]

    async def code(self, recording: str) -> str:
        """Why there are no links to it."""
        told = await self.links(recording)
        assert told["links"] is None
        [error] = told["userErrors"]
        assert error["field"] == ["input", "id"]
        assert error["message"]
        code: str = error["code"]
        return code

    async def share(self, recording: str, key: str) -> Any:
        """What the mutation says to a wish with this key."""
        document = OPERATIONS["ShareRecording"]
        told = await self.data(document, id=recording, idempotencyKey=key)
        return told["createShare"]

    async def shared(self, recording: str, key: str, *, seconds: float = 60) -> Any:
        """The share itself; asked for again for as long as an error says that this makes sense."""
        async with asyncio.timeout(seconds):
            while True:
                answer = await self.ask(
                    OPERATIONS["ShareRecording"], id=recording, idempotencyKey=key
                )
                errors = answer.get("errors", [])
                if not errors:
                    told = answer["data"]["createShare"]
                    assert told["userErrors"] == []
                    return told["share"]
                assert all(error["extensions"]["retryable"] for error in errors), errors
                await asyncio.sleep(_PAUSE)

    async def revoke(self, share: str) -> Any:
        """What the mutation says to the end of a share."""
        return (await self.data(OPERATIONS["RevokeShare"], id=share))["revokeShare"]

    async def shares(self) -> list[dict[str, Any]]:
        """Their shares, newest first."""
        viewer = (await self.data(OPERATIONS["MyShares"]))["viewer"]
        return [edge["node"] for edge in viewer["shares"]["edges"]]


def opaque(session: str, recording: str) -> str:
    """The id by which the page names a recording."""
    return global_id("Recording", f"{session}/{recording}")
