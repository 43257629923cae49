"""Flame parts: to which part of the gateway, or of what it stands on, a stack belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# From the innermost frame outwards, the first that fits says it. Written code stands in files that
# are called <operation: type>.
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("tokens", r"gateway/(tokens|known_tokens)|/?jwt/"),
        ("log", r"structlog|gateway/(operation_log|logs)"),
        ("HTTP client", r"httpx|aiohttp/|loaders/upstream"),
        ("MongoDB client", r"pymongo|motor/|bson/|loaders/mongo"),
        ("decoding", r"loaders/spellings"),
        ("written code", r"\(<[^>]*: |compiled/(leaves|choice)|resolvers/scalars"),
        ("resolvers", r"resolvers/"),
        ("dataloaders", r"aiodataloader|loaders/dataloaders"),
        (
            "joining, guarding, keeping",
            r"loaders/(joining|joined|source|guarded|breaker|kept|waiting|latency|retry|asking)",
        ),
        ("batch functions", r"loaders/"),
        ("tasks of a run", r"gateway/compiled/"),
        ("request and answer", r"gateway/"),
        ("server", r"uvicorn/"),
        ("event loop", r"uvloop|asyncio/"),
    )
)


def table_of_parts(raw: str) -> str:
    """The parts as a table in Markdown, from py-spy's raw stacks: a line each, and how often."""
    counts: Counter[str] = Counter()
    for line in raw.splitlines():
        stack, _, times = line.rpartition(" ")
        frames = stack.split(";")
        # Other threads wait; what the driver's do is little, and counted where it is waited for.
        if frames[0].startswith("_run_module_as_main"):
            counts[_part_of(reversed(frames))] += int(times)
    total = max(counts.total(), 1)
    rows = [f"| {name} | {100 * times / total:.0f} % |" for name, times in counts.most_common()]
    return "\n".join(["| part | of the main thread's time |", "|---|---|", *rows, ""])


def _part_of(frames: Iterable[str]) -> str:
    for frame in frames:
        for name, pattern in _PARTS:
            if pattern.search(frame):
                return name
    return "other"
