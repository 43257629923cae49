"""Limits overlay: a file whose values take the place of settings, so that they can be others later.

A process cannot be told another environment; a file can be written anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from gateway.setting_declarations import PREFIX, Declaration, field_of

LIMITS_FILE = f"{PREFIX}LIMITS_FILE"


def with_limits(
    given: Mapping[str, str],
    by_name: Mapping[str, int],
    declarations: Mapping[str, Declaration],
) -> tuple[dict[str, str], list[str]]:
    """The variables ``given``, those of the file by their names in their places, and the faults of
    the file: names that are no limits, and values that cannot be.
    """
    limits = {field_of(name): one for name, one in declarations.items() if one.is_limit}
    values = dict(given)
    faults = []
    for name, value in by_name.items():
        if name not in limits:
            faults.append(f"{LIMITS_FILE} has {_unknown(name, limits)}")
            continue
        try:
            limits[name].parse(str(value))
        except ValueError as error:
            faults.append(f"{LIMITS_FILE} has a value of {name} that {error}")
            continue
        values[PREFIX + name.upper()] = str(value)
    return values, faults


def _unknown(name: str, limits: Mapping[str, Declaration]) -> str:
    close = get_close_matches(name, limits, n=1)
    return f"{name!r}, which is no limit" + (f"; is {close[0]} meant?" if close else "")
