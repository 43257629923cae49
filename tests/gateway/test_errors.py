"""The error table holds what the product throws, and nothing else."""

from __future__ import annotations

import ast

from gateway.errors import CODES
from loaders.errors import KnownError
from tests.house.source_file import source_files


def test_every_code_of_the_table_is_thrown() -> None:
    """A code that nothing throws would have clients handle what never comes."""
    kinds: list[type[KnownError]] = [KnownError, *below(KnownError)]
    thrown = {kind.code for kind in kinds}
    for file in source_files("gateway"):
        if str(file) != "gateway/errors.py":
            thrown |= {
                node.value
                for node in ast.walk(file.tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    assert CODES.keys() - thrown == set()


def below(kind: type[KnownError]) -> list[type[KnownError]]:
    return [found for child in kind.__subclasses__() for found in (child, *below(child))]
