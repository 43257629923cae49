"""Start the whole company: database, three services, simulator, each a process of its own.

async with Company(seed=7, creators=50) as running:
    running.upstreams["shop_analytics"], running.mongodb_uri, running.sessions["ended"]

It is long, because it has the whole order in which everything begins and ends.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from upstreams.company.seeding import first_creators
from upstreams.company.world import Seed, World
from upstreams.embedded_mongodb import EmbeddedMongodb
from upstreams.given_mongodb import GivenMongodb
from upstreams.lent_mongodb import LentMongodb
from upstreams.mongodb_uris import MongodbUris
from upstreams.process import Child
from upstreams.running import Running
from upstreams.service.department import Delays

__all__ = ["SERVICES", "Company", "Running"]

SERVICES = ("shop_analytics", "rewards", "journey")
_READY_SECONDS = 60.0
# The forced LIVE ends a little early, so that it is over within the time that was promised.
_EARLY_SECONDS = 5.0
# Children that do one thing at the start and end by themselves.
_PASSING = frozenset({"media", "seeding"})


class Company:
    """The company as a context: everything runs inside, nothing is left outside.

    `anchor` is the unix time before which seeded LIVEs have ended, now by default. `ports` may fix
    mongodb, shop_analytics, rewards and journey; any other port is a free one. `per_minute` is how
    many LIVEs the simulator starts; `live_ends_within` seconds the kind `live` is over. `traps` are
    contract traps by service. `state_dir` gets logs and data; a temporary folder by default.
    `media_directory` gets the files of recordings, and keeps them for the next start; by default
    they are for this run only.

    `mongodb_uri` is a replica set that takes the place of the embedded server, by a user who may
    administer its `company` database; `gateway_mongodb_uri`, `shares_mongodb_uri` and
    `owner_mongodb_uri` are what the gateway and its migration are to be told.

    `is_mortal`: the database is to be killed, or reached through a wire of somebody's, so it is
    always an embedded one.
    """

    lender: ClassVar[str | None] = None
    """A replica set, with a user who may make users and databases, in which each company has
    databases of its own instead of an embedded server. For who tries the product over a real one.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        creators: int = 50,
        anchor: int | None = None,
        ports: Mapping[str, int] | None = None,
        live_ends_within: float = 60,
        state_dir: Path | None = None,
        per_minute: float = 2.0,
        delays: Delays | None = None,
        service_credential: str | None = None,
        traps: Mapping[str, tuple[str, ...]] | None = None,
        simulate: bool = True,
        media_directory: Path | None = None,
        mongodb_uri: str | None = None,
        gateway_mongodb_uri: str | None = None,
        shares_mongodb_uri: str = "",
        owner_mongodb_uri: str = "",
        is_mortal: bool = False,
    ) -> None:
        self._seed = Seed(seed, int(time.time()) if anchor is None else anchor, creators)
        self._ports = dict(ports or {})
        self._live_ends_within = live_ends_within
        self._state_dir = state_dir
        self._per_minute = per_minute
        self._delays = delays or Delays()
        self._credential = service_credential or secrets.token_urlsafe(24)
        self._traps = dict(traps or {})
        self._simulate = simulate
        self._media_directory = media_directory
        self._lender = None if is_mortal else self.lender
        self._external: MongodbUris | None = None
        if mongodb_uri:
            self._external = MongodbUris(
                company=mongodb_uri,
                gateway=gateway_mongodb_uri or mongodb_uri,
                shares=shares_mongodb_uri,
                owner=owner_mongodb_uri,
            )
        self._folder: Path | None = None
        self._children: dict[str, Child] = {}
        self._database: EmbeddedMongodb | LentMongodb | GivenMongodb | None = None

    async def __aenter__(self) -> Running:
        """Start everything in parallel and return when all of it answers; raises ChildFailed."""
        if self._state_dir is not None:
            self._state_dir.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="upstreams-", dir=self._state_dir))
        try:
            return await self._start(self._folder)
        except BaseException:
            await self._stop()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop everything, the database last, and remove what was only for this run."""
        await self._stop()

    async def _start(self, folder: Path) -> Running:
        self._database = database = self._database_in(folder)
        modules = {
            "mongodb": (database.module,),
            "media": ("upstreams.media",),
            **{name: self._service(name) for name in SERVICES},
            "seeding": ("upstreams.company",),
        }
        if self._simulate:
            modules["simulator"] = ("upstreams.simulator",)
        started = await asyncio.gather(
            *(
                Child.started(name, *words, logs=self._logs(folder))
                for name, words in modules.items()
            )
        )
        self._children = dict(zip(modules, started, strict=True))
        media = (self._media_directory or folder / "media").absolute()
        # Files are made while the database is.
        self._children["media"].tell({"directory": str(media)})
        uris = await database.begin(self._children["mongodb"])
        self._seed = database.seed
        told = {"seed": asdict(self._seed), "mongodb_uri": uris.company}
        for name in SERVICES:
            self._children[name].tell(
                {**told, "credential": self._credential, "delays": asdict(self._delays)}
            )
        self._children["seeding"].tell(told)
        if self._simulate:
            ends_at = time.time() + max(1.0, self._live_ends_within - _EARLY_SECONDS)
            self._children["simulator"].tell(
                {**told, "per_minute": self._per_minute, "live_ends_at": ends_at}
            )
        waited = [*SERVICES, "media", *(["simulator"] if self._simulate else [])]
        announced = await asyncio.gather(
            *(self._children[name].ready(within=_READY_SECONDS) for name in waited)
        )
        ports = {name: told["port"] for name, told in zip(SERVICES, announced, strict=False)}
        return self._running(ports, uris, media)

    async def crash_mongodb(self) -> None:
        """Kill the embedded database; what it has acknowledged is not lost."""
        await self._embedded().crash(self._children["mongodb"])

    async def restart_mongodb(self) -> None:
        """Bring it back where it was, after a crash; raises ChildFailed."""
        self._children["mongodb"] = await self._embedded().again()

    def _embedded(self) -> EmbeddedMongodb:
        assert isinstance(self._database, EmbeddedMongodb), "the database is somebody else's"
        return self._database

    def _database_in(self, folder: Path) -> EmbeddedMongodb | LentMongodb | GivenMongodb:
        if self._external is not None:
            return GivenMongodb(self._seed, self._external)
        if self._lender is not None:
            return LentMongodb(self._seed, lender=self._lender)
        port = self._ports.get("mongodb", 0)
        return EmbeddedMongodb(self._seed, port=port, folder=folder, logs=self._logs(folder))

    def _running(self, ports: dict[str, Any], uris: MongodbUris, media: Path) -> Running:
        world = World(self._seed)
        kinds = world.kinds()
        return Running(
            seed=self._seed,
            upstreams={name: f"http://127.0.0.1:{ports[name]}" for name in SERVICES},
            mongodb_uri=uris.company,
            gateway_mongodb_uri=uris.gateway,
            shares_mongodb_uri=uris.shares,
            owner_mongodb_uri=uris.owner,
            company_database=uris.company_database,
            own_database=uris.own_database,
            media_directory=str(media),
            service_credential=self._credential,
            sessions={
                kind: {"id": session, "creator": creator}
                for kind, (session, creator) in kinds.items()
            },
            creators=[world.creator(index).id for index in first_creators(world)],
            children={
                name: child for name, child in self._children.items() if name not in _PASSING
            },
        )

    def _service(self, name: str) -> tuple[str, ...]:
        words = ["upstreams.service", name, "--port", str(self._ports.get(name, 0))]
        for trap in self._traps.get(name, ()):
            words += ["--trap", trap]
        return tuple(words)

    def _logs(self, folder: Path) -> Path:
        return self._state_dir or folder

    async def _stop(self) -> None:
        database = self._children.pop("mongodb", None)
        await asyncio.gather(*(child.stop() for child in self._children.values()))
        if database is not None:
            await database.stop()
        self._children.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
