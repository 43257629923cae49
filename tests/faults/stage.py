"""Stage: a gateway over a company whose every wire goes through a fault proxy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from gateway.app import app_from
from gateway.development import mint_token
from gateway.settings import Settings
from loaders.shares_schema import migrate
from tests.faults.exchange import Address
from tests.faults.page import PANELS, QUERY, Page, ask
from tests.faults.pipe import Pipe
from tests.faults.port import behaving
from tests.faults.proxy import Misbehaviour, Proxy
from tests.gateway.serving import environment, listening
from tests.unbounded import UNBOUNDED
from upstreams.launch import Running

SERVICES = ("shop_analytics", "rewards", "journey")


@dataclass(frozen=True, slots=True)
class Wires:
    """The proxies in front of the three services and of the database."""

    services: dict[str, Proxy]
    database: Pipe
    database_uri: str

    async def misbehave(self, misbehaviour: Misbehaviour, *, at: Iterable[str] = SERVICES) -> None:
        """These services go wrong like this."""
        for name in at:
            await self.services[name].misbehave(misbehaviour)

    async def behave(self) -> None:
        """All is well."""
        for proxy in self.services.values():
            await proxy.behave()
        await self.database.behave()

    @property
    def ports(self) -> list[int]:
        """What no answer may name."""
        return [
            *(proxy.address.port for proxy in self.services.values()),
            self.database.address.port,
        ]


@asynccontextmanager
async def wired(running: Running) -> AsyncIterator[Wires]:
    """Proxies in front of a whole company, all well, whose gateway's own database is set up."""
    await asyncio.to_thread(migrate, running.owner_mongodb_uri, running.own_database)
    async with AsyncExitStack() as stack:
        services = {
            name: await stack.enter_async_context(
                behaving(Proxy(Address.of(running.upstreams[name])))
            )
            for name in SERVICES
        }
        uri = running.gateway_mongodb_uri
        address = uri.partition("@")[2].partition("/")[0]
        database = await stack.enter_async_context(
            behaving(Pipe(Address(int(address.split(":")[1]))))
        )
        there = f"{database.address.host}:{database.address.port}"
        yield Wires(services, database, uri.replace(address, there))


def settings_of(wires: Wires, running: Running, folder: Path) -> dict[str, str]:
    """The environment of a gateway that asks through the proxies."""
    credential = folder / "service_credential"
    credential.write_text(running.service_credential)
    return environment(
        folder,
        ENDPAGE_SERVICE_CREDENTIAL_FILE=str(credential),
        ENDPAGE_MONGODB_URI=wires.database_uri,
        ENDPAGE_SHARES_MONGODB_URI=running.shares_mongodb_uri,
        ENDPAGE_MEDIA_DIRECTORY=running.media_directory,
        **UNBOUNDED,
        **{f"ENDPAGE_{name.upper()}_URL": wires.services[name].address.url for name in SERVICES},
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """A gateway that has read nothing yet."""

    url: str
    client: aiohttp.ClientSession
    wires: Wires
    running: Running
    secret: bytes

    async def page(self, *, query: str = QUERY) -> Page:
        """The page of a LIVE whose numbers are final."""
        of_kind = self.running.sessions["final"]
        return await self.page_of(of_kind["creator"], of_kind["id"], query=query)

    async def page_of(self, creator: str, session_id: str, *, query: str = QUERY) -> Page:
        """The page of one LIVE."""
        return await ask(self.client, self.url, self.token(creator), session_id, query=query)

    async def whole_page(self) -> Page:
        """The page, as soon as none of it fails and none of it is old."""
        async with asyncio.timeout(10):
            while True:
                page = await self.page()
                is_old = any(page.panels[panel]["isStale"] for panel in PANELS if not page.errors)
                if not page.errors and not is_old:
                    return page

    def token(self, creator: str) -> str:
        """A creator's token."""
        return mint_token(creator, secret=self.secret)


@asynccontextmanager
async def staged(
    wires: Wires, running: Running, folder: Path, **changes: Any
) -> AsyncIterator[Stage]:
    """A new gateway in this process, over real sockets; ``changes`` are of its settings."""
    settings = Settings.from_environment(settings_of(wires, running, folder))
    settings = replace(settings, **changes)
    assert settings.jwt_secret_file is not None
    secret = settings.jwt_secret_file.content
    async with (
        listening(app_from(settings), settings) as origin,
        client_of_many() as client,
    ):
        await connected(client, f"http://{origin}/readyz")
        yield Stage(f"http://{origin}/graphql", client, wires, running, secret)


def client_of_many() -> aiohttp.ClientSession:
    """A client that any number of pages may be asked with at once."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def connected(client: aiohttp.ClientSession, url: str) -> None:
    """Return when the gateway has met all its sources; they greet each other slowly."""
    async with asyncio.timeout(20):
        while True:
            async with client.get(url) as response:
                if (await response.json())["status"] == "ready":
                    return
