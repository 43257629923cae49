"""Setting reference: every setting, by what it is about, with its unit, default and an example."""

from __future__ import annotations

from gateway.setting_declarations import PREFIX, Declaration, declarations_of, field_of
from gateway.setting_groups import EXAMPLES, GROUPS

_HEAD = """\
# Settings

Every setting is a variable of the environment, read once when a process starts. What cannot be used
is told all at once, by name and without its value, and nothing starts. `endpage doctor` tries the
same settings without serving.

This page is printed by `endpage settings --format markdown`.

**Reloads**: *yes* means that the file which it names is read again on SIGHUP; *limit* means that it
may stand in `ENDPAGE_LIMITS_FILE`, a JSON object of whole numbers by the names of settings in small
letters without `ENDPAGE_`, which is read again, too: see [health.md](health.md#reloading). All
others hold until the process ends.
"""
_TABLE = """\
| variable | unit | default | reloads | example | what it is |
|---|---|---|---|---|---|
"""
_UNITS = {
    "_ms": "milliseconds",
    "_seconds": "seconds",
    "_seconds_most": "seconds",
    "_bytes": "bytes",
    "_megabytes": "megabytes",
    "_days": "days",
    "_per_minute": "a minute",
    "_cost": "cost",
    "_url": "address",
    "_uri": "address",
    "_file": "file",
    "_directory": "directory",
}
_OTHERS = "Others"


def unit_of(field: str) -> str:
    """What the value of a setting is counted in, or is; "" for a plain number or word."""
    fitting = [ending for ending in _UNITS if field.endswith(ending)]
    return _UNITS[max(fitting, key=len)] if fitting else ""


def example_of(field: str, declaration: Declaration) -> str:
    """What the setting may look like."""
    return EXAMPLES.get(field, declaration.default or "")


def reference_of(settings: type) -> str:
    """All settings of the dataclass as a Markdown page."""
    declared = {field_of(name): one for name, one in declarations_of(settings).items()}
    grouped = {field for fields in GROUPS.values() for field in fields}
    groups = {**GROUPS, _OTHERS: tuple(field for field in declared if field not in grouped)}
    parts = [_HEAD]
    for title, fields in groups.items():
        lines = [_line(field, declared[field]) for field in fields if field in declared]
        if lines:
            parts.append(f"## {title}\n\n{_TABLE}" + "".join(lines))
    return "\n".join(parts)


def _line(field: str, declaration: Declaration) -> str:
    default = declaration.default
    shown = "must be given" if default is None else f"`{default}`" if default else "none"
    reloads = "limit" if declaration.is_limit else "yes" if declaration.reloads else "no"
    name = PREFIX + field.upper()
    words = (
        f"`{name}`",
        unit_of(field),
        shown,
        reloads,
        f"`{name}={example_of(field, declaration)}`",
        declaration.description,
    )
    return f"| {' | '.join(words)} |\n"
