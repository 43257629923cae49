"""The table of error codes: whatever can reach a client stands in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from graphql import build_schema

from gateway.errors import CODES
from loaders.errors import KnownError
from tests.house.source_file import ROOT, source_files

RAISED_WITH_CODE = {"RequestError", "_refusal"}
# Where a code is handed on that was told before, or is written elsewhere.
HANDED_ON = {
    "gateway/http.py",
    "gateway/places.py",
    "gateway/reading.py",
    "gateway/subscriber.py",
}
CODE = re.compile(r"[A-Z][A-Z_]+")


def known_errors(of: type[KnownError] = KnownError) -> Iterator[type[KnownError]]:
    """Every kind of error that is thrown on purpose, with those below it."""
    for kind in of.__subclasses__():
        yield kind
        yield from known_errors(kind)


def codes_in(text: str) -> Iterator[str]:
    """The codes that the code of a file gives to errors, as words."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in RAISED_WITH_CODE:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                is_code = isinstance(key, ast.Constant) and key.value == "code"
                if is_code and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def codes_handed_on(text: str) -> int:
    """How many errors of a file are given a code that is not written there as a word."""
    return sum(
        isinstance(node, ast.Call)
        and _name(node.func) in RAISED_WITH_CODE
        and not (node.args and isinstance(node.args[0], ast.Constant))
        for node in ast.walk(ast.parse(text))
    )


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def test_every_known_error_is_in_the_table() -> None:
    """Errors of the loaders and resolvers have a code of the table, and agree on asking again."""
    kinds: list[type[KnownError]] = [KnownError, *known_errors()]
    assert len(kinds) >= 8
    for kind in kinds:
        assert kind.code in CODES, kind
        if kind.code != KnownError.code:
            assert kind.retryable == CODES[kind.code].retryable, kind


def test_every_code_in_the_gateway_is_in_the_table() -> None:
    """A code that is written anywhere in the gateway stands in the table."""
    found: set[str] = set()
    for file in source_files("gateway"):
        found.update(codes_in(file.text))
    found.update(re.findall(r'super\(\).__init__\("([A-Z_]+)"', _text_of_gateway()))
    assert found >= {"UNAUTHENTICATED", "BAD_REQUEST", "METHOD_NOT_ALLOWED", "INTERNAL"}
    assert found <= CODES.keys()


def test_a_code_that_is_not_in_the_table_is_found() -> None:
    """The test above can fail."""
    text = 'raise RequestError("NEVER_HEARD_OF", "x")\nerror = {"code": "NOR_OF_THIS"}\n'
    assert set(codes_in(text)) == {"NEVER_HEARD_OF", "NOR_OF_THIS"}


def test_no_code_hides_in_a_variable() -> None:
    """The test above sees all of them: a code is written where an error is made, as a word."""
    assert codes_handed_on('RequestError(code, "x")\nRequestError("A", "x")\n_refusal(a)') == 2
    found = {str(file) for file in source_files("gateway") if codes_handed_on(file.text)}
    assert found == HANDED_ON


def test_every_row_of_the_table_is_met() -> None:
    """No code is told to clients that no error has."""
    written = {kind.code for kind in known_errors()} | {KnownError.code}
    for file in source_files("gateway"):
        if str(file) != "gateway/errors.py":
            found = ast.walk(file.tree)
            written |= {
                node.value
                for node in found
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    assert CODES.keys() - written == set()


def test_the_schema_tells_the_whole_table() -> None:
    """Its own description names each code with its sentence, in the order of the table."""
    told = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8")).description or ""
    listed = re.findall(r"^- ([A-Z_]+): (.+)$", told, re.MULTILINE)
    assert listed == [(row.code, row.description) for row in CODES.values()]


def test_each_row_of_the_table_is_whole() -> None:
    """A code is a word in capitals with a sentence, an HTTP status, and a close code of ours."""
    for name, row in CODES.items():
        assert name == row.code
        assert CODE.fullmatch(name)
        assert re.fullmatch(r"[A-Z].*\.", row.description)
        assert row.http_status == 200 or 400 <= row.http_status < 600
        of_the_protocol = {None, 1009, 1013, *range(4400, 4600)}
        assert row.socket_code in of_the_protocol


def _text_of_gateway() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "gateway").glob("*.py"))
