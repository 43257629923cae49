"""Log lines are found by their events: each is a constant word, which no value is put into."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source_file import ROOMS, SourceFile, source_files

_LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
_WORD = re.compile(r"[a-z]+(_[a-z]+)*")
# The names under which a file has its logger; a call of the library makes one, too.
_LOGGERS = {"_log", "structlog.get_logger()"}

# An exchange of a file is given the event of its line by who begins it.
_NAMED_BY_OTHERS = "gateway/file_exchange.py"


def lines_of(file: SourceFile) -> Iterator[ast.Call]:
    """Every call that writes a line."""
    for node in ast.walk(file.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _LEVELS
            and ast.unparse(node.func.value) in _LOGGERS
        ):
            yield node


def logging_files() -> list[SourceFile]:
    return [file for file in source_files(*ROOMS) if "structlog" in file.imported_packages()]


@pytest.mark.parametrize("file", logging_files(), ids=str)
def test_an_event_is_a_constant_word(file: SourceFile) -> None:
    """Whatever changes from line to line is a field of its own."""
    for call in lines_of(file):
        (event,) = call.args
        if str(file) == _NAMED_BY_OTHERS and ast.unparse(event) == "self._event":
            continue
        assert isinstance(event, ast.Constant), ast.unparse(call)
        assert _WORD.fullmatch(str(event.value)), ast.unparse(call)


def test_who_names_an_event_for_others_says_a_constant_word() -> None:
    """Files of recordings and posters are answered in one way, each in a line of its own name."""
    calls = [
        node
        for file in source_files("gateway")
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "FileExchange"
    ]
    assert [ast.literal_eval(call.args[0]) for call in calls] == ["media", "poster"]


def test_lines_are_found() -> None:
    """The rule looks at something; and nobody has a logger by another name."""
    assert sum(len(list(lines_of(file))) for file in logging_files()) > 30
    made = [
        line
        for file in logging_files()
        for line in file.text.splitlines()
        if "structlog.get_logger" in line
    ]
    assert [line for line in made if not re.search(r"_log = |get_logger\(\)\.", line)] == []
