"""The address of MongoDB: the driver judges it before the start, and nobody repeats it."""

from __future__ import annotations

import asyncio
import sys
import warnings
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest

from gateway.settings import Settings, SettingsError
from tests.gateway.serving import environment

FAULT = "ENDPAGE_MONGODB_URI must be a MongoDB address"


@pytest.mark.parametrize(
    "uri",
    [
        "swordfish",
        "mongodb:27017",
        "http://swordfish@db/",
        "mongodb://",
        "mongodb://gateway:sword@fish@db/",
        "mongodb://gateway:sword?fish@db/",
        "mongodb://gateway:sword/fish@db/",
        "mongodb://gateway:sword%fish@db/",
        "mongodb://gateway@db/",
        "mongodb://db:swordfish/",
        "mongodb://db:99999/",
        "mongodb://db,/",
        "mongodb://[::1/",
        "mongodb://db/sword$fish",
        "mongodb://db/?swordfish",
        "mongodb://db/?swordfish=1",
        "mongodb://db/?readPreference=swordfish",
        "mongodb://db/?readPreference=bogus",
        "mongodb://db/?tls=swordfish",
        "mongodb://db/?tls=true&tlsCAFile=/swordfish",
        "mongodb://db/?maxPoolSize=swordfish",
        "mongodb://db/?minPoolSize=9&maxPoolSize=8",
        "mongodb://db/?readPreference=primary&maxStalenessSeconds=90",
        "mongodb://u:p@db/?authMechanism=swordfish",
        "mongodb://a,b/?directConnection=true",
        "mongodb+srv://a.example.com,b.example.com/",
        "mongodb+srv://cluster.example.com:27017/",
        "mongodb+srv://cluster.example.com/?readPreference=swordfish",
    ],
)
def test_what_the_driver_cannot_use_is_refused(uri: str, tmp_path: Path) -> None:
    """The refusal names the variable and has no part of the value; nothing is warned of."""
    given = environment(tmp_path, ENDPAGE_MONGODB_URI=uri)
    with warnings.catch_warnings(record=True) as warned, pytest.raises(SettingsError) as caught:
        Settings.from_environment(given)
    [told] = caught.value.faults
    assert told.startswith(FAULT)
    assert not any(word in told for word in ("sword", "fish", "db/", "bogus", "example", "99999"))
    assert caught.value.__cause__ is None
    assert warned == []


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://127.0.0.1",
        "mongodb://[::1]:27017/",
        "mongodb://gateway:sword%40fish@a:1,b:2/?replicaSet=endpage&authSource=admin&w=majority",
        "mongodb://%2Ftmp%2Fmongodb.sock/?readPreference=secondaryPreferred",
        # Nobody has that name: the name service is not asked when the settings are read.
        "mongodb+srv://gateway:p@cluster.example.invalid/?retryReads=false",
    ],
)
def test_what_the_driver_can_use_is_kept_as_it_is(uri: str, tmp_path: Path) -> None:
    """A good address of every form is taken without asking the network."""
    given = environment(tmp_path, ENDPAGE_MONGODB_URI=uri)
    assert Settings.from_environment(given).mongodb_uri == uri


_FAILING_START = """
import loaders.sources
from gateway.app import from_environment
from starlette.testclient import TestClient

class Mongo:
    def __init__(self, uri, database, *, cap):
        raise OSError(f"{uri} cannot be had")

loaders.sources.Mongo = Mongo
import gateway.server, gateway.settings, socket
settings = gateway.settings.Settings.from_environment()
with socket.create_server(("127.0.0.1", 0)) as listening:
    assert not gateway.server.serve(settings, listening)
"""


async def test_a_start_that_fails_prints_no_address(tmp_path: Path) -> None:
    """Whatever the driver says when it is opened, the server's last words have no address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _FAILING_START),
        env=environment(tmp_path) | {"PYTHONPATH": ":".join([str(Path.cwd()), *sys.path])},
        stdout=DEVNULL,
        stderr=PIPE,
    )
    async with asyncio.timeout(60):
        _, said = await process.communicate()
    assert b"sources_not_opened" in said
    assert b"OSError" in said
    assert b"swordfish" not in said
    assert b"mongodb://" not in said
