"""Child: runs tests of a mutated house, each round in a fork of a session that has collected all.

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
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist")


class Rounds:
    """A plugin of pytest: all tests are collected once, and run a round at a time, each round in a
    fork in which nothing has run before.
    """

    def __init__(self, rounds: list[dict[str, Any]]) -> None:
        self.rounds = rounds
        self.outcomes: list[dict[str, str]] = []
        self._told: dict[str, str] = {}

    @pytest.hookimpl
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The rounds, one after the other. One that goes wrong by itself has no outcomes."""
        for given in self.rounds:
            if given["file"]:
                importlib.import_module(_module(given["file"]))
        with tempfile.TemporaryDirectory() as kept:
            for number, given in enumerate(self.rounds):
                written = Path(kept, str(number))
                process = os.fork()
                if process == 0:
                    status = 1
                    try:
                        self._run(given, session.items, written)
                        status = 0
                    finally:
                        sys.stderr.flush()
                        # A fork has no business with what its parent is to do at its end.
                        os._exit(status)
                os.waitpid(process, 0)
                told = json.loads(written.read_text("utf-8")) if written.exists() else {}
                self.outcomes.append(told)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> Any:
        """Note what a part of a test came to: passed, asserted, or the name of another error."""
        report = yield
        if call.excinfo is None:
            self._told.setdefault(item.nodeid, PASSED)
        elif call.excinfo.errisinstance((AssertionError, pytest.fail.Exception)):
            self._told[item.nodeid] = ASSERTED
        else:
            self._told[item.nodeid] = f"{call.when}: {call.excinfo.typename}"
        return report

    def _run(self, given: dict[str, Any], items: list[pytest.Item], written: Path) -> None:
        if given["source"] and not mutate(given["file"], given["source"]):
            raise ValueError(f"nothing in {given['file']} has changed")
        named = [item for item in items if _is_named(item.nodeid, given["tests"])]
        for item, following in zip(named, [*named[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        written.write_text(json.dumps(self._told), encoding="utf-8")


def mutate(file: str, source: str) -> int:
    """Let the functions of ``file`` do what ``source`` says; how many of them do something else."""
    importlib.import_module(_module(file))
    path = str(Path(file).resolve())
    was = compile(Path(file).read_text(encoding="utf-8"), path, "exec")
    changed = dict(_changed(was, compile(source, path, "exec")))
    count = 0
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__ in changed:
            found.__code__ = changed[found.__code__]
            count += 1
    return count


def _module(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def _is_named(node_id: str, tests: list[str]) -> bool:
    return any(node_id == test or node_id.startswith(f"{test}[") for test in tests)


def _changed(was: CodeType, now: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions within a piece of code that are not what they were."""
    inner = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (was, now)]
    for one, other in zip(*inner, strict=True):
        if one != other:
            yield one, other
            yield from _changed(one, other)


def main() -> None:
    """All rounds of stdin, one after the other."""
    plugin = Rounds(json.load(sys.stdin))
    tests = sorted({test for given in plugin.rounds for test in given["tests"]})
    answer = os.dup(1)
    # What pytest says itself is for nobody here.
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    pytest.main([*_OPTIONS, *tests], plugins=[plugin])
    with os.fdopen(answer, "w", encoding="utf-8") as told:
        json.dump(plugin.outcomes, told)


if __name__ == "__main__":
    main()
