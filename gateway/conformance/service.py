"""Service: asks a service as the gateway does, and in ways in which the gateway never would."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import httpx

from gateway.conformance.subject import Subject
from loaders.keys import Key
from loaders.upstream import question

# Longer than any caller waits: what is late is told by a check of its own.
_PATIENCE_SECONDS = 30.0


class Unreachable(Exception):
    """There was no answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP answer; names of headers are lower case. ``seconds`` is how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust over https; to read that takes longer than all checks of a quick service."""
    return httpx.create_ssl_context(trust_env=False)


class Service:
    """A connection to the service, open while this is entered."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        # What the environment says of proxies is not about this.
        self._client = httpx.AsyncClient(
            base_url=subject.url, timeout=_PATIENCE_SECONDS, trust_env=False, verify=_trusted()
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__()

    async def alive(self) -> Answered:
        """What it says of itself. Raises Unreachable."""
        return await self._sent(self._client.build_request("GET", "livez"))

    async def read(
        self,
        keys: Sequence[Key],
        *,
        headers: Mapping[str, str] | None = None,
        without: Sequence[str] = (),
        within: float | None = None,
    ) -> Answered:
        """The answer to a read, with ``headers`` more and ``without`` some. Raises Unreachable.

        ``within`` (seconds) is how long to wait for it.
        """
        return await self.post(question(keys), headers=headers, without=without, within=within)

    async def post(
        self,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        without: Sequence[str] = (),
        within: float | None = None,
    ) -> Answered:
        """The answer to whatever is posted to the read endpoint. Raises Unreachable."""
        usual = {
            "authorization": f"Bearer {self._subject.credential}",
            "content-type": "application/json",
            "accept": "application/json",
            "accept-encoding": "identity",
            "x-request-id": "conformance",
            "x-time-left-ms": str(int(_PATIENCE_SECONDS * 1000)),
        }
        told = {name: value for name, value in usual.items() if name not in without}
        timeout = _PATIENCE_SECONDS if within is None else within
        return await self._sent(
            self._client.build_request(
                "POST",
                "v1/read",
                content=body,
                headers={**told, **(headers or {})},
                timeout=timeout,
            )
        )

    async def _sent(self, request: httpx.Request) -> Answered:
        began = time.monotonic()
        try:
            response = await self._client.send(request)
        except httpx.TimeoutException as error:
            seconds = time.monotonic() - began
            raise Unreachable(f"no answer in {seconds:.1f} s") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"no answer ({type(error).__name__})") from error
        seconds = time.monotonic() - began
        return Answered(response.status_code, dict(response.headers), response.content, seconds)
