"""Index check: whether the indexes of a collection are there, and are those that are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import IndexModel

_OPTIONS = ("unique", "expireAfterSeconds", "partialFilterExpression", "sparse", "hidden")


def faults_of_indexes(
    information: Mapping[str, Mapping[str, Any]], wanted: Sequence[IndexModel]
) -> list[str]:
    """What is wrong with the indexes that a collection has, as the driver tells of them: the names
    of those that are missing, are other ones, or are hidden from questions.
    """
    faults = []
    for model in wanted:
        name = model.document["name"]
        found = information.get(name)
        if found is None:
            faults.append(f"{name} is missing")
        elif _facts(found) != _facts(model.document):
            faults.append(f"{name} is another one")
    return faults


def has_index_on(information: Mapping[str, Mapping[str, Any]], fields: Sequence[str]) -> bool:
    """Whether any index begins with these fields, so that a question by them need not read all."""
    wanted = list(fields)
    return any(
        [field for field, _ in found["key"]][: len(wanted)] == wanted and not found.get("hidden")
        for found in information.values()
    )


def _facts(index: Mapping[str, Any]) -> dict[str, Any]:
    key = index["key"]
    pairs = key.items() if isinstance(key, Mapping) else key
    facts: dict[str, Any] = {"key": [(field, order) for field, order in pairs]}
    # An option that is false, or is not told, is the same to a server.
    return facts | {name: index[name] for name in _OPTIONS if index.get(name) not in (None, False)}
