"""A source file of ours, read and parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("gateway", "resolvers", "loaders", "upstreams")


@dataclass(frozen=True)
class SourceFile:
    """One Python file, by its path from the root of the repository."""

    path: Path

    def __str__(self) -> str:
        return self.path.as_posix()

    @property
    def room(self) -> str:
        return self.path.parts[0]

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    def imported(self) -> Iterator[str]:
        """Dotted names of all modules imported anywhere in the file, those for typing too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                yield node.module

    def imported_packages(self) -> set[str]:
        return {name.partition(".")[0] for name in self.imported()}

    def dotted_names(self) -> Iterator[tuple[str, int]]:
        """Every `a.b.c` written in the file, with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                yield ast.unparse(node), node.lineno


def source_files(*folders: str) -> list[SourceFile]:
    """All Python files below the folders, in a stable order."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [_source_file(path.relative_to(ROOT)) for path in sorted(found)]


# Twenty rules look at the same files: each is read and parsed once.
_source_file = cache(SourceFile)
