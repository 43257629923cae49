"""Examples for clients' developers: they compile, do what they say, and are up to date."""

from __future__ import annotations

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest

from gateway.document_folder import read_folder
from gateway.document_manifest import apollo_manifest
from gateway.document_source import document_sources
from gateway.known_documents import known_documents
from resolvers.schema import schema
from tests.app.product import Product
from tests.clients.installed import check_installed
from tests.clients.kind import FOLDER
from tests.clients.watched import Watched
from tests.house.source_file import ROOT

EXAMPLES = ROOT / "web" / "examples"
MOBILE = EXAMPLES / "mobile"
CLIENTS = ("apollo", "urql")
# Far more than any of them takes, on a machine that is busy with other things too.
PATIENCE_SECONDS = 120
# As Vite's own template for TypeScript has it.
OPTIONS = {
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "target": "ES2022",
    "module": "ESNext",
    "moduleResolution": "bundler",
    "lib": ["ES2023", "DOM", "DOM.Iterable"],
    "types": [],
    "skipLibCheck": True,
    "outDir": "made",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like that of an APP, with the examples in it."""
    check_installed()
    folder = tmp_path_factory.mktemp("examples")
    for name in CLIENTS:
        shutil.copy(EXAMPLES / f"{name}.ts", folder)
    (folder / "node_modules").symlink_to(FOLDER / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    settings = {"compilerOptions": OPTIONS, "files": [f"{name}.ts" for name in CLIENTS]}
    (folder / "tsconfig.json").write_text(json.dumps(settings))
    return folder


@pytest.fixture(scope="module")
async def compiled(made: Path) -> Path:
    """The examples as JavaScript; the compiler has nothing to say of them."""
    compiler = made / "node_modules" / "typescript" / "bin" / "tsc"
    command = ("node", str(compiler), "-p", str(made))
    process = await asyncio.create_subprocess_exec(*command, cwd=made, stdout=PIPE)
    async with asyncio.timeout(PATIENCE_SECONDS):
        said, _ = await process.communicate()
    assert (process.returncode, said.decode()) == (0, "")
    return made / "made"


@pytest.mark.parametrize("name", CLIENTS)
async def test_an_example_does_what_it_says(
    compiled: Path, product: Product, live: Watched, name: str
) -> None:
    """It shows the figures before the rewards, and then the LIVE until it is over."""
    arguments = (product.gateway.url, product.token("final"), product.session("final"))
    command = ("node", str(FOLDER / "drivers" / "example.mjs"), str(compiled / f"{name}.js"))
    process = await asyncio.create_subprocess_exec(
        *command, *arguments, live.session, cwd=ROOT, stdout=PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            told = await _told(process, live)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    pages = [one["page"] for one in told if "page" in one]
    assert {page["metrics"]["status"] for page in pages} == {"READY"}
    assert "rewards" not in pages[0]
    assert pages[-1]["rewards"]["status"] == "READY"
    updates = [one["update"] for one in told if "update" in one]
    assert [updates[0]["session"]["state"], updates[0]["isLast"]] == ["LIVE", False]
    assert [updates[-1]["session"]["state"], updates[-1]["isLast"]] == ["ENDED", True]
    assert process.returncode == 0


async def _told(process: asyncio.subprocess.Process, live: Watched) -> list[dict[str, Any]]:
    """All that it tells; the LIVE ends when it has been told of it."""
    told: list[dict[str, Any]] = []
    assert process.stdout is not None
    async for line in process.stdout:
        told.append(json.loads(line))
        if sum("update" in one for one in told) == 1 and "update" in told[-1]:
            live.end()
    await process.wait()
    return told


def test_the_manifest_for_phones_is_up_to_date() -> None:
    """`endpage documents build` makes the same of the operations beside it, and all of them fit."""
    written = (MOBILE / "manifest.json").read_bytes()
    assert written == apollo_manifest(read_folder(MOBILE))
    sources = document_sources(str(MOBILE / "manifest.json"))
    known = known_documents(sources, schema._schema, say=lambda *_: None)
    assert len(known) == len(list(MOBILE.glob("*.graphql"))) == 3
