"""A tutorial of the documentation, done as its reader does it: in one shell, block after block."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.house.source_file import ROOT

TUTORIALS = ROOT / "docs" / "tutorials"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The text before a file's content names the file.
_FILE = re.compile(r"`([\w.]+)`[^`\n]*:\n\n\Z")
_SHELLS = {"sh"}
_ANSWERS = {"json", "text"}


@dataclass(frozen=True)
class Step:
    """A command, and how its answer looks; or a file to be written, with its content."""

    line: int
    command: str = ""
    kind: str = ""
    answer: str = ""
    file: str = ""


def steps_of(name: str) -> Iterator[Step]:
    """The steps of a tutorial. Raises AssertionError for a block that is for nothing."""
    text = (TUTORIALS / f"{name}.md").read_text(encoding="utf-8")
    found = list(_BLOCK.finditer(text))
    answers = set()
    for at, block in enumerate(found):
        line = text.count("\n", 0, block.start()) + 1
        if at in answers:
            continue
        if block[1] in _SHELLS:
            follows = found[at + 1] if at + 1 < len(found) else None
            if follows is not None and follows[1] in _ANSWERS:
                answers.add(at + 1)
                yield Step(line, block[2], follows[1], follows[2])
            else:
                yield Step(line, block[2])
        else:
            named = _FILE.search(text, 0, block.start())
            assert named is not None, f"{name}.md:{line}: whose content is this?"
            yield Step(line, answer=block[2], file=named[1])


class Shell:
    """One shell in a folder, in which commands see what those before them have set."""

    def __init__(self, process: Process, folder: Path) -> None:
        self._process = process
        self._folder = folder

    @classmethod
    async def opened(cls, folder: Path) -> Shell:
        """A shell in ``folder`` that finds the commands of the environment that tests run in."""
        own = str(Path(sys.executable).parent)
        kept = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
        process = await asyncio.create_subprocess_exec(
            *("bash", "--noprofile", "--norc", "-e"),
            cwd=folder,
            env={
                **kept,
                "PATH": f"{own}:{kept['PATH']}",
                "PYTHONPATH": str(ROOT),
                "COLUMNS": "200",
            },
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,
        )
        return cls(process, folder)

    async def done(self, command: str) -> tuple[int, str, str]:
        """Do it; its exit code, what it printed, and what it complained of."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        (self._folder / ".step").write_text(command, encoding="utf-8")
        self._process.stdin.write(b". ./.step >.said 2>.complained; echo $?\n")
        # A shell that is told to end at the first failure says nothing more then.
        code = int(await self._process.stdout.readline() or b"1")
        said, complained = (
            (self._folder / name).read_text(encoding="utf-8") for name in (".said", ".complained")
        )
        return code, said, complained

    async def close(self) -> None:
        """End it, and with it whatever it has left behind: they are a group of their own."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        await self._process.wait()


def is_as_told(step: Step, said: str) -> bool:
    """Whether what was printed looks like what the tutorial shows."""
    if step.kind == "json":
        return _is_alike(msgspec.json.decode(step.answer), msgspec.json.decode(said))
    if step.kind == "text":
        pattern = ".*".join(map(re.escape, step.answer.strip().split("…")))
        return re.search(pattern, said, re.DOTALL) is not None
    return True


def _is_alike(told: object, got: object) -> bool:
    """The same names and types; of a list what stands first in it, and null where null is told."""
    if isinstance(told, dict) and isinstance(got, dict):
        return told.keys() == got.keys() and all(_is_alike(told[name], got[name]) for name in told)
    if isinstance(told, list) and isinstance(got, list):
        return not told or (bool(got) and _is_alike(told[0], got[0]))
    if isinstance(told, int | float) and not isinstance(told, bool):
        return isinstance(got, int | float) and not isinstance(got, bool)
    return type(told) is type(got)
