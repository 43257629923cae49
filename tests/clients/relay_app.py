"""Relay app: the documents of an APP with Relay, as its own compiler makes them."""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

from tests.clients.kind import FOLDER
from tests.house.source_file import ROOT

_SETTINGS = {
    "src": "src",
    "schema": "schema.graphql",
    "artifactDirectory": "made",
    "language": "javascript",
    "eagerEsModules": False,
    # Texts by their ids: the list that the gateway is given.
    "persistConfig": {"file": "known.json", "algorithm": "SHA256"},
}
# Far more than it takes, on a machine that is busy with other things too.
_PATIENCE_SECONDS = 120


async def compiled(folder: Path) -> Path:
    """The folder, with ``made`` and ``known.json`` in it."""
    (folder / "src").mkdir()
    (folder / "made").mkdir()
    shutil.copy(FOLDER / "relay" / "shown.js", folder / "src")
    shutil.copy(ROOT / "schema.graphql", folder)
    (folder / "known.json").write_text("{}")
    (folder / "relay.config.json").write_text(json.dumps(_SETTINGS))
    compiler = FOLDER / "node_modules" / "relay-compiler" / "cli.js"
    process = await asyncio.create_subprocess_exec(
        *("node", str(compiler), "relay.config.json"), cwd=folder, stdout=PIPE, stderr=STDOUT
    )
    async with asyncio.timeout(_PATIENCE_SECONDS):
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return folder
