"""Stage: everything around the gateways, ready to be asked: data, services, issuer, settings."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.bench.cores import Cores, running_on, split_cores
from tests.bench.identity import AUDIENCE, ISSUER, new_issuer
from tests.bench.recording import record
from tests.bench.scenarios import Asking
from tests.bench.subjects import Subjects, choose
from tests.unbounded import UNBOUNDED
from upstreams.launch import Company, Running

_READY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What a run needs. ``environment`` is the gateways' settings, but for nothing of their own."""

    cores: Cores
    copies: int
    subjects: Subjects
    asking: Asking
    environment: dict[str, str]
    folder: Path
    mongodb_uri: str


@asynccontextmanager
async def stage(*, copies: int) -> AsyncIterator[Stage]:
    """Set the stage, all of it away from the gateways' core."""
    cores = split_cores()
    with TemporaryDirectory(prefix="bench-") as name, running_on(cores.others):
        folder = Path(name)
        async with Company(creators=5, simulate=False) as running:
            subjects = await asyncio.to_thread(choose, running.mongodb_uri, copies=copies)
            recordings = folder / "recordings.json"
            recordings.write_bytes(msgspec.json.encode(await record(running, subjects.originals)))
            issuer = new_issuer(folder)
            async with _prebuilt(recordings) as services:
                yield Stage(
                    cores=cores,
                    copies=copies,
                    subjects=subjects,
                    asking=Asking(subjects, issuer),
                    environment=_environment(running, services, folder, issuer.public_key_file),
                    folder=folder,
                    mongodb_uri=running.mongodb_uri,
                )


def _environment(running: Running, services: str, folder: Path, public_key: Path) -> dict[str, str]:
    """Settings of production: nothing that only development has is measured."""
    credential = folder / "service_credential"
    credential.write_text(running.service_credential, encoding="ascii")
    link_keys = folder / "link_keys"
    link_keys.write_text(f"bench {'k' * 48}", encoding="ascii")
    return {
        **UNBOUNDED,
        "ENDPAGE_ENVIRONMENT": "production",
        "ENDPAGE_MONGODB_URI": running.gateway_mongodb_uri,
        "ENDPAGE_SHARES_MONGODB_URI": running.shares_mongodb_uri,
        # Nothing that is measured makes a link.
        "ENDPAGE_PUBLIC_URL": "https://bench.example",
        "ENDPAGE_LINK_KEYS_FILE": str(link_keys),
        "ENDPAGE_MEDIA_DIRECTORY": running.media_directory,
        "ENDPAGE_SHOP_ANALYTICS_URL": f"{services}/shop_analytics",
        "ENDPAGE_REWARDS_URL": f"{services}/rewards",
        "ENDPAGE_JOURNEY_URL": f"{services}/journey",
        "ENDPAGE_SERVICE_CREDENTIAL_FILE": str(credential),
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_JWT_PUBLIC_KEY_FILE": str(public_key),
        # Every page is asked of its sources: what is kept would flatter whoever keeps it.
        "ENDPAGE_KEPT_MEGABYTES": "0",
        # A machine that does other things too may be slow; a missed deadline is not measured here.
        "ENDPAGE_OPERATION_MS": "15000",
        "ENDPAGE_QUEUE_MS": "15000",
        "ENDPAGE_SHOP_ANALYTICS_MS": "10000",
        "ENDPAGE_REWARDS_MS": "10000",
        "ENDPAGE_JOURNEY_MS": "10000",
        "ENDPAGE_MONGODB_MS": "10000",
        "ENDPAGE_UNREADY_SECONDS": "0",
    }


@asynccontextmanager
async def _prebuilt(recordings: Path) -> AsyncIterator[str]:
    """The server of prebuilt answers; gives its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.prebuilt", str(recordings)), stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_READY_SECONDS):
            told = msgspec.json.decode(await process.stdout.readline())
        yield f"http://127.0.0.1:{told['port']}"
    finally:
        process.stdin.close()
        await process.wait()
