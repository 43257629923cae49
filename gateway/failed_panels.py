"""Failed panels: which panels of an answer could not be loaded, by its errors."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import GraphQLError

from loaders.asking import Asking
from loaders.watch import FAILED
from resolvers.subscription import EndPagePanel

# No other field of the schema has the name of a panel's.
_PANELS = {panel.value: panel.value[0].upper() + panel.value[1:] for panel in EndPagePanel}


def note_failed_panels(
    operation: Asking, errors: Iterable[GraphQLError], *, is_deferred: bool = False
) -> None:
    """Tell the watch that is kept of an operation, if there is one, of panels with an error.
    ``is_deferred``: they were to come later.
    """
    watch = operation.whole.watch
    if watch is None:
        return
    for error in errors:
        panel = _panel_of(error)
        if panel is not None:
            watch.has_panel(panel, FAILED, is_deferred=is_deferred)


def _panel_of(error: GraphQLError) -> str | None:
    """The type of the panel that the error stands at, not somewhere in it."""
    if not error.nodes or not error.path:
        return None
    node = error.nodes[0]
    name = getattr(node, "name", None)
    return None if name is None else _PANELS.get(name.value)
