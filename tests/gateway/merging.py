"""Merging: payloads of either format put together, as strictly as any client does."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Payload = dict[str, Any]
Path = list[str | int]


class CurrentClient:
    """Reads ``incrementalSpec=v0.2``; like Apollo Kotlin, contents before announcements."""

    def __init__(self) -> None:
        self.data: Any = None
        self.errors: list[Payload] = []
        self.pending: dict[str, Payload] = {}
        self.seen: set[str] = set()
        self.has_next = True
        self.is_first = True

    def take(self, payload: Payload) -> None:
        """One more payload."""
        assert self.has_next
        payload = deepcopy(payload)
        if self.is_first:
            assert payload.keys() <= {"errors", "data", "pending", "hasNext", "extensions"}
            self.data = payload["data"]
            self.errors += payload.get("errors", [])
        else:
            assert payload.keys() <= {
                *("pending", "incremental", "completed", "hasNext", "extensions")
            }
        for content in payload.get("incremental", []):
            path = [*self.pending[content["id"]]["path"], *content.get("subPath", [])]
            merge(at(self.data, path), content["data"])
            self.errors += content.get("errors", [])
        for pending in payload.get("pending", []):
            assert pending["id"] not in self.seen
            self.seen.add(pending["id"])
            self.pending[pending["id"]] = pending
        for completed in payload.get("completed", []):
            del self.pending[completed["id"]]
            self.errors += completed.get("errors", [])
        self.is_first, self.has_next = False, payload["hasNext"]
        assert self.has_next == bool(self.pending)


class OlderClient:
    """Reads ``deferSpec=20220824``; like Apollo iOS, no payload without a fragment but the first.

    ``fragments`` are those that were told, as they were told.
    """

    def __init__(self) -> None:
        self.data: Any = None
        self.errors: list[Payload] = []
        self.fragments: list[Payload] = []
        self.has_next = True
        self.is_first = True

    def take(self, payload: Payload) -> None:
        """One more payload."""
        assert self.has_next
        payload = deepcopy(payload)
        if self.is_first:
            assert payload.keys() <= {"errors", "data", "hasNext", "extensions"}
            self.data = payload["data"]
            self.errors += payload.get("errors", [])
        else:
            assert payload.keys() <= {"incremental", "hasNext", "extensions"}
            assert payload["incremental"]
        for fragment in payload.get("incremental", []):
            assert fragment.keys() <= {"data", "path", "label", "errors"}
            self.fragments.append(deepcopy(fragment))
            if fragment["data"] is not None:
                merge(at(self.data, fragment["path"]), fragment["data"])
            self.errors += fragment.get("errors", [])
        self.is_first, self.has_next = False, payload["hasNext"]


def at(data: Any, path: Path) -> Any:
    """What of ``data`` is at ``path``."""
    for key in path:
        data = data[key]
    return data


def merge(into: Any, other: Any) -> None:
    """Put ``other`` into ``into``, deep; lists item by item, which have as many."""
    if isinstance(into, list):
        assert len(into) == len(other)
        for place, item in enumerate(other):
            if isinstance(item, dict | list) and into[place] is not None:
                merge(into[place], item)
            else:
                into[place] = item
        return
    for key, value in other.items():
        if isinstance(value, dict | list) and isinstance(into.get(key), dict | list):
            merge(into[key], value)
        else:
            into[key] = value
