"""Topology: a company, two gateways over it, and nginx before them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.identity import AUDIENCE, ISSUER, Issuer, new_issuer
from tests.topology.nginx import Nginx, nginx_before
from tests.topology.place import Place
from upstreams.launch import Company, Running

_HOSTS = ("127.0.1.1", "127.0.1.2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """``issuer`` signs the tokens that the gateways trust."""

    running: Running
    places: tuple[Place, Place]
    nginx: Nginx
    issuer: Issuer

    @property
    def url(self) -> str:
        """Where everybody asks."""
        return f"http://127.0.0.1:{self.nginx.port}/graphql"


def settings(issuer: Issuer, **more: str) -> dict[str, str]:
    """What both gateways are told besides where the company is: production, behind one nginx."""
    return {
        "ENDPAGE_ENVIRONMENT": "production",
        "ENDPAGE_JWT_SECRET_FILE": "",
        "ENDPAGE_JWT_PUBLIC_KEY_FILE": str(issuer.public_key_file),
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_PROXIES": "1",
        "ENDPAGE_UNREADY_CONNECTIONS": "refused",
        "ENDPAGE_UNREADY_SECONDS": "5",
        "ENDPAGE_DRAIN_SECONDS": "5",
        "ENDPAGE_STOP_SECONDS": "10",
        "ENDPAGE_KEPT_MEGABYTES": "64",
        # The LIVEs of this are silent, and no simulator moves them.
        "ENDPAGE_SILENCE_SECONDS": "86400",
        **more,
    }


@asynccontextmanager
async def topology(folder: Path, changes: Mapping[str, str]) -> AsyncIterator[Topology]:
    """All of it, with these ``changes`` of the gateways' settings and whatever it writes in the
    folder.
    """
    issuer = new_issuer(folder)
    told = settings(issuer, **changes)
    async with Company(creators=50, simulate=False) as running, AsyncExitStack() as stack:
        one, other = (Place(running, folder / host, host=host, settings=told) for host in _HOSTS)
        for place in (one, other):
            stack.push_async_callback(place.close)
        await asyncio.gather(one.start(), other.start())
        nginx = await stack.enter_async_context(
            nginx_before(folder / "nginx", (one.address, other.address))
        )
        yield Topology(running=running, places=(one, other), nginx=nginx, issuer=issuer)
