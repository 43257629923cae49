"""The walk-through of CONTRIBUTING.md, taken letter by letter into a copy of the rooms."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass
from pathlib import Path

from tests.house.source_file import ROOMS, ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A block belongs to the file that was named last in one of these ways.
_NAMED = re.compile(r"(?:new file, |^In |own test, )`([\w/]+\.py)`", re.MULTILINE)
_BLOCK = re.compile(r"^```(python|diff|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COPIED = (*ROOMS, "tests", "docs/schema", "web/operations")
_LEFT = shutil.ignore_patterns("node_modules", "bench", "corpus", "artefacts")


@dataclass(frozen=True)
class Block:
    """A piece of code: its language, the file that it goes into, and its text."""

    language: str
    file: str
    text: str


def blocks() -> list[Block]:
    """Those of the section, in order."""
    section = TEXT.partition("\n## Add a panel\n")[2].partition("\n## ")[0]
    found = []
    for block in _BLOCK.finditer(section):
        named = _NAMED.findall(section, 0, block.start())
        found.append(Block(block[1], named[-1], block[2]))
    return found


def copy_rooms(root: Path) -> None:
    """What is needed of the repository, with what Python has compiled of it."""
    for name in _COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=_LEFT)
    for name in ("pyproject.toml", "schema.graphql"):
        shutil.copy2(ROOT / name, root / name)


async def take(block: Block, root: Path) -> None:
    """Do with a block what a reader does. Raises AssertionError when that cannot be done."""
    path = root / block.file
    if block.language == "sh":
        await run(block.text, root)
    elif block.language == "python":
        assert not path.exists(), f"{block.file} is no new file"
        path.write_text(block.text, encoding="utf-8")
    else:
        path.write_text(_changed(path.read_text(encoding="utf-8"), block), encoding="utf-8")


def _changed(text: str, block: Block) -> str:
    lines = block.text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    assert text.count(before) == 1, f"{block.file} has not once:\n{before}"
    return text.replace(before, after)


async def run(command: str, root: Path) -> str:
    """What a command prints in the copy, where it must succeed."""
    own = str(Path(sys.executable).parent)
    process = await asyncio.create_subprocess_exec(
        *("sh", "-ec", command),
        cwd=root,
        env={**os.environ, "PATH": f"{own}:{os.environ['PATH']}", "PYTHONPATH": str(root)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, f"{command}\n{said.decode()}"
    return said.decode()
