"""Dependencies: what a gateway needs of others, and what is broken while one of them is away.

None of them makes a gateway unready: the table says what each costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from loaders.names import JOURNEY, MONGODB, REWARDS, SHARES, SHOP

BREAKS: dict[str, str] = {
    SHOP: "Key numbers, comparisons and improvements that are not kept are null with an error.",
    REWARDS: "Rewards that are not kept are null with an error.",
    JOURNEY: "The journey is null with an error where it is not kept.",
    MONGODB: (
        "LIVEs that were not read lately have no page, lists and recordings have none, and updates "
        "of subscriptions wait."
    ),
    SHARES: (
        "Shares cannot be made, ended or opened where they are not kept; nothing new is revoked; "
        "processes count rates each by itself."
    ),
}


class Told(TypedDict, total=False):
    """What is told of a dependency: ``state`` is up or down; ``breaks``, when it is down."""

    state: str
    breaks: str


def told_of(reachable: Mapping[str, bool]) -> dict[str, Told]:
    """What is told of each, by whether it can be reached."""
    return {
        name: {"state": "up"} if is_up else {"state": "down", "breaks": BREAKS.get(name, "")}
        for name, is_up in reachable.items()
    }


def table_of_dependencies() -> str:
    """The dependencies as a Markdown table."""
    lines = ["| dependency | what is broken while it is down |", "|---|---|"]
    lines += [f"| `{name}` | {breaks} |" for name, breaks in BREAKS.items()]
    return "\n".join(lines) + "\n"
