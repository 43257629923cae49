"""Setting declarations: what is known of a setting before any environment is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

PREFIX = "ENDPAGE_"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One setting: what it is, how its text is read, and what it is when it is not given.

    ``default`` is text as it would stand in the environment; None means that the setting must be
    given, "" that it may be left out. ``reloads``: it is read again on SIGHUP; ``is_limit``: it may
    stand in the file of limits, too.
    """

    description: str
    parse: Callable[[str], Any]
    default: str | None
    reloads: bool = False
    is_limit: bool = False

    def value(self, given: str | None) -> Any:
        """The value of the text given. Raises ``ValueError`` with words about the variable."""
        if given is not None:
            return self.parse(given)
        if self.default is None:
            raise ValueError(f"is missing: {self.description}")
        return self.parse(self.default) if self.default else None


def setting(
    description: str,
    parse: Callable[[str], Any],
    *,
    default: str | None = None,
    reloads: bool = False,
    is_limit: bool = False,
) -> Any:
    """A dataclass field that is a setting; ``Declaration`` says what it is made of."""
    declaration = Declaration(
        description, parse, default, reloads=reloads or is_limit, is_limit=is_limit
    )
    return field(metadata={"declaration": declaration})


def declarations_of(settings: type) -> dict[str, Declaration]:
    """Every setting of the dataclass by the name of its variable, in reading order."""
    return {PREFIX + item.name.upper(): item.metadata["declaration"] for item in fields(settings)}


def field_of(name: str) -> str:
    """The field of a variable: ``ENDPAGE_PORT`` is ``port``."""
    return name.removeprefix(PREFIX).lower()


def table_of(settings: type, *, only_needed: bool = False) -> str:
    """The settings as a Markdown table; ``only_needed``: those that must be given alone, as they
    stand in the README.
    """
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for name, declaration in declarations_of(settings).items():
        if only_needed and declaration.default is not None:
            continue
        if declaration.default is None:
            default = "must be given"
        else:
            default = f"`{declaration.default}`" if declaration.default else "none"
        lines.append(f"| `{name}` | {default} | {declaration.description} |")
    return "\n".join(lines) + "\n"
