"""Child: runs tests of a mutated house, each round in a fork of a process that has it all loaded.

    python -P -m tests.mutations.child < rounds.json > outcomes.json

A round is ``{"file": ..., "source": ..., "tests": [...]}``: the functions of that file do what the
source says (no source: what they do), while the tests with those node ids run.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

PASSED = "passed"
ASSERTED = "asserted"
_OPTIONS = (
    *("-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
    # What is loaded before pytest begins has no asserts of ours in it.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
# With these nearly all is loaded that a round needs.
_LOADED = ("gateway.app", "gateway.server", "resolvers.schema", "tests.fakes.company")


class Outcomes:
    """A plugin of pytest: what became of each test, by its node id."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> Any:
        """Note what a part of a test came to: passed, asserted, or the name of another error."""
        report = yield
        if call.excinfo is None:
            self.told.setdefault(item.nodeid, PASSED)
        elif call.excinfo.errisinstance((AssertionError, pytest.fail.Exception)):
            self.told[item.nodeid] = ASSERTED
        else:
            self.told[item.nodeid] = f"{call.when}: {call.excinfo.typename}"
        return report


def mutate(file: str, source: str) -> int:
    """Let the functions of ``file`` do what ``source`` says; how many of them do something else."""
    importlib.import_module(file.removesuffix(".py").replace("/", "."))
    path = str(Path(file).resolve())
    was = compile(Path(file).read_text(encoding="utf-8"), path, "exec")
    changed = dict(_changed(was, compile(source, path, "exec")))
    count = 0
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__ in changed:
            found.__code__ = changed[found.__code__]
            count += 1
    return count


def _changed(was: CodeType, now: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions within a piece of code that are not what they were."""
    inner = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (was, now)]
    for one, other in zip(*inner, strict=True):
        if one != other:
            yield one, other
            yield from _changed(one, other)


def run(given: dict[str, Any], written: Path) -> None:
    """One round, in this process; its outcomes are written to a file."""
    if given["source"] and not mutate(given["file"], given["source"]):
        raise ValueError(f"nothing in {given['file']} has changed")
    outcomes = Outcomes()
    # What pytest says itself is for nobody here.
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    pytest.main([*_OPTIONS, *given["tests"]], plugins=[outcomes])
    written.write_text(json.dumps(outcomes.told), encoding="utf-8")


def main() -> None:
    """All rounds of stdin, one after the other. One that goes wrong by itself has no outcomes."""
    rounds: list[dict[str, Any]] = json.load(sys.stdin)
    for name in _LOADED:
        importlib.import_module(name)
    told: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as kept:
        for number, given in enumerate(rounds):
            written = Path(kept, str(number))
            process = os.fork()
            if process == 0:
                status = 1
                try:
                    run(given, written)
                    status = 0
                finally:
                    sys.stderr.flush()
                    # A fork has no business with what its parent is to do at its end.
                    os._exit(status)
            os.waitpid(process, 0)
            told.append(json.loads(written.read_text("utf-8")) if written.exists() else {})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
