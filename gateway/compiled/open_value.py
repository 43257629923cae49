"""Open value: how a value is completed in which something is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLList, GraphQLNonNull, GraphQLOutputType
from graphql.pyutils import Path

from gateway.compiled.choice import Choice
from gateway.compiled.odd import Odd, refuse_odd
from gateway.compiled.open_part import Complete
from gateway.compiled.waited import Details, Guarded, Noted, Place

if TYPE_CHECKING:
    from gateway.compiled.run import Run


def open_value(kind: GraphQLOutputType, choice: Choice[Complete], details: Details) -> Complete:
    """What completes a value of ``kind`` that ``details`` select; ``choice`` knows its objects."""
    if isinstance(kind, GraphQLNonNull):
        return _open(kind.of_type, choice, details)
    complete = _open(kind, choice, details)

    def or_null(value: Any, run: Run, noted: list[Noted], path: Path | None) -> Any:
        return None if value is None else complete(value, run, noted, path)

    return or_null


def _open(kind: GraphQLOutputType, choice: Choice[Complete], details: Details) -> Complete:
    return (
        _list(kind.of_type, choice, details) if isinstance(kind, GraphQLList) else _object(choice)
    )


def _object(choice: Choice[Complete]) -> Complete:
    by_class, find = choice.by_class, choice.find

    def complete(value: Any, run: Run, noted: list[Noted], path: Path | None) -> Any:
        chosen = by_class.get(value.__class__) or find(value)
        return chosen(value, run, noted, path)

    return complete


def _list(kind: GraphQLOutputType, choice: Choice[Complete], details: Details) -> Complete:
    item = open_value(kind, choice, details)

    def complete(value: Any, run: Run, noted: list[Noted], path: Path | None) -> Any:
        refuse_odd(value)
        if value.__class__ is not list and value.__class__ is not tuple:
            raise Odd
        items: list[Any] = []
        for index, each in enumerate(value):
            own = Path(path, index, None)
            inside: list[Noted] = []
            items.append(item(each, run, inside, own))
            if inside:
                noted.append(Guarded(inside, Place(items, index, kind, details, own)))
        return items

    return complete
