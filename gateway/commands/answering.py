"""Answering: wait until every part of the product answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import aiohttp

_SECONDS = 60.0


async def all_answer(urls: Iterable[str]) -> None:
    """Return when every address has answered with a 2xx. Raises ``aiohttp.ClientError``.

    The sockets listen already, so a request waits by itself until its server takes it.
    """
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, raise_for_status=True) as session:

        async def answers(url: str) -> None:
            async with session.get(url) as response:
                await response.read()

        await asyncio.gather(*(answers(url) for url in urls))
