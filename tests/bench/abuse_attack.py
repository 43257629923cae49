"""Abuse attack: something that is done to a gateway again and again while others ask it quietly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from tests.bench.load_stage import Stage


@dataclass(frozen=True, slots=True)
class Target:
    """The gateway that is attacked, and a client with a creator's token."""

    stage: Stage
    client: httpx.AsyncClient


@dataclass(frozen=True, slots=True)
class Attack:
    """``once`` does it one time. It may fail in whatever way the gateway cuts it off."""

    name: str
    once: Callable[[Target], Awaitable[object]]
