"""Update shape: where in a subscription's answer its own fields and its panels stand.

Worked out once for a document; aliases and fragments are seen through. What ``@skip`` and
``@include`` leave out is simply not found in an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, FieldNode, OperationDefinitionNode

from resolvers.selected import Selected, response_key
from resolvers.subscription import EndPagePanel

_PANELS = frozenset(panel.value for panel in EndPagePanel)
# How old something is, and for how long; an answer that differs in these alone tells nothing new.
_AGES = frozenset({"asOf", "isStale", "nextRefreshAt", "nextCheckAt"})
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """A panel in the answer: its path from the data on, its field, its keys of ``isStale``, and
    those of whatever is an age in it.
    """

    path: Path
    field: str
    is_stale_keys: tuple[str, ...]
    ages: frozenset[str]

    def parent(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """The page that the panel stands in; None when it is not in this answer."""
        found: Any = data
        for key in self.path[:-1]:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, dict) and self.path[-1] in found else None

    def is_place_of(self, error: dict[str, Any]) -> bool:
        """Whether an error of the answer is of this panel, or of something in it."""
        return tuple(error.get("path", ())[: len(self.path)]) == self.path


@dataclass(frozen=True, slots=True)
class UpdateShape:
    """The update's own fields by their keys, and the panels' places."""

    root: str
    fields: tuple[tuple[str, str], ...]
    panels: tuple[PanelPlace, ...]

    @property
    def has_recordings(self) -> bool:
        """Whether it selects the recordings, whose changes are told by the database."""
        return any(place.field == EndPagePanel.RECORDINGS.value for place in self.panels)

    def is_of_panel(self, error: dict[str, Any]) -> bool:
        """Whether an error of the answer is of one of the panels."""
        return any(place.is_place_of(error) for place in self.panels)


def shape_of(document: DocumentNode, operation: OperationDefinitionNode) -> UpdateShape:
    """The shape of the answers of a subscription. The document must have been validated."""
    selected = Selected(document)
    # A subscription has one root field; it may be written several times, with the same key.
    roots = list(selected.fields(operation.selection_set))
    root = response_key(roots[0])
    told = [node for each in roots for node in selected.fields(each.selection_set)]
    places: dict[Path, PanelPlace] = {}
    for path, panel in _panels(selected, told):
        below = selected.below(panel.selection_set)
        ages = {response_key(node) for node in below if node.name.value in _AGES}
        own = list(selected.fields(panel.selection_set))
        stale = {response_key(node) for node in own if node.name.value == "isStale"}
        known = places.get((root, *path))
        if known is not None:
            stale.update(known.is_stale_keys)
            ages |= known.ages
        places[root, *path] = PanelPlace(
            (root, *path), panel.name.value, tuple(sorted(stale)), frozenset(ages)
        )
    return UpdateShape(
        root=root,
        fields=tuple({response_key(node): node.name.value for node in told}.items()),
        panels=tuple(places.values()),
    )


def _panels(selected: Selected, told: list[FieldNode]) -> Iterator[tuple[Path, FieldNode]]:
    """The panels of the update, each with its path from the update on."""
    for session in told:
        if session.name.value != "session":
            continue
        for page in selected.fields(session.selection_set):
            if page.name.value != "endPage":
                continue
            for panel in selected.fields(page.selection_set):
                if panel.name.value in _PANELS:
                    yield tuple(map(response_key, (session, page, panel))), panel
