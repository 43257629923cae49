"""Deferred documents: queries of every shape, with ``@defer`` wherever it may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from graphql import (
    REMOVE,
    DirectiveNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    StringValueNode,
    Visitor,
    parse,
    visit,
)
from hypothesis import strategies as st

from gateway.deferrals import DeferredFragment, Shape
from resolvers.global_id import global_id
from resolvers.selected import Selected
from tests.fakes.documents import LIVE

PANELS = (
    "metrics { status }",
    "metrics { ...Figures }",
    "metrics { sales { directGmv { value { amount } } } }",
    "metrics { sales { directGmv { finality } skuOrders { value } } traffic { views { value } } }",
    "metrics { ... @defer { sales { skuOrders { missing } } } }",
    "benchmarks { status comparisons { metric } }",
    "analyticsLink { overall { deepLink } }",
    "roomImprovements { improvements { code } }",
    "accountImprovements { id improvements { code } }",
    "rewards { status items { kind } }",
    "rewards { ...Rewarded weekly { rate } }",
    "journey { level { level } goals { code } }",
    "recordings { status replay { state } }",
    "again: rewards { items { kind title } }",
    "again: rewards { trend { diamonds } }",
)
OTHERS = ("id", "__typename", "session { title }", "session { broadcast { totals { views } } }")
FRAGMENTS = {
    "Figures": "fragment Figures on Metrics "
    "{ headline { metric ... on MoneyFigure { money: value { amount } } } }",
    "Rewarded": "fragment Rewarded on Rewards { ... @defer(if: $yes) { items { title } } }",
}
VARIABLES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what is selected of it."""

    head: str
    selected: tuple[Selection, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A fragment, deferred or not; ``condition`` is the value of ``if``, where it has one."""

    on: str
    is_deferred: bool
    condition: str
    is_named: bool
    is_labelled: bool
    selected: tuple[Selection, ...]


Selection: TypeAlias = Union[str, Field, Fragment]  # noqa: UP007  # Its own names are still text.
Selections = st.SearchStrategy[Selection]


def _some(inner: Selections) -> st.SearchStrategy[tuple[Selection, ...]]:
    return st.lists(inner, min_size=1, max_size=3).map(tuple)


def _fragment(on: str, inner: Selections) -> Selections:
    return st.builds(
        Fragment,
        on=st.just(on),
        is_deferred=st.sampled_from([True, True, True, False]),
        condition=st.sampled_from(["", "", "", "true", "false", "$yes", "$no"]),
        is_named=st.booleans(),
        is_labelled=st.booleans(),
        selected=_some(inner),
    )


_PAGE: Selections = st.recursive(
    st.sampled_from([*PANELS, *PANELS, *OTHERS]),
    lambda inner: _fragment("EndPage", inner),
    max_leaves=8,
)
_SESSION: Selections = st.recursive(
    st.sampled_from(["title", "state"]) | st.builds(Field, st.just("endPage"), _some(_PAGE)),
    lambda inner: _fragment("LiveSession", inner),
    max_leaves=3,
)
_ROOTS: Selections = st.one_of(
    st.builds(Field, st.just(f'endPage(sessionId: "{LIVE}")'), _some(_PAGE)),
    st.builds(Field, st.just(f'other: endPage(sessionId: "{LIVE}")'), _some(_PAGE)),
    st.builds(Field, st.just(f'liveSession(sessionId: "{LIVE}")'), _some(_SESSION)),
    st.builds(
        Field,
        st.just(f'node(id: "{global_id("EndPage", LIVE)}")'),
        _some(_fragment("EndPage", _PAGE)),
    ),
    *(
        st.builds(
            lambda head, selected: Field(
                "viewer", (Field("liveSessions(first: 3)", (Field(head, selected),)),)
            ),
            st.just(head),
            _some(inner),
        )
        for head, inner in (
            ("nodes", _SESSION),
            ("edges", st.builds(Field, st.just("node"), _some(_SESSION))),
        )
    ),
)
QUERIES = _some(st.recursive(_ROOTS, lambda inner: _fragment("Query", inner), max_leaves=3))


class Written:
    """The text of a query. ``is_of_one_page``: it asks for everything at once, of one page."""

    def __init__(self, selected: tuple[Selection, ...]) -> None:
        roots = [each.head[:7] if isinstance(each, Field) else "" for each in selected]
        self._definitions: list[str] = []
        self._labels = 0
        body = self._level(selected)
        text = " ".join([body, *self._definitions])
        for name, definition in FRAGMENTS.items():
            if f"...{name}" in text:
                text = f"{text} {definition}"
        used = [name for name in VARIABLES if f"${name}" in text]
        heading = f"query ({' '.join(f'${name}: Boolean!' for name in used)})" if used else "query"
        self.text = f"{heading} {text}"
        self.variables = {name: VARIABLES[name] for name in used}
        self.is_of_one_page = roots == ["endPage"] and "broadcast" not in text

    def _level(self, selected: tuple[Selection, ...]) -> str:
        return "{ " + " ".join(self._written(each) for each in selected) + " }"

    def _written(self, each: Selection) -> str:
        if isinstance(each, str):
            return each
        if isinstance(each, Field):
            return f"{each.head} {self._level(each.selected)}"
        directive = self._directive(each)
        if not each.is_named:
            return f"... on {each.on}{directive} {self._level(each.selected)}"
        body = self._level(each.selected)
        name = f"F{len(self._definitions)}"
        self._definitions.append(f"fragment {name} on {each.on} {body}")
        return f"...{name}{directive}"

    def _directive(self, fragment: Fragment) -> str:
        if not fragment.is_deferred:
            return ""
        arguments = [f"if: {fragment.condition}"] if fragment.condition else []
        if fragment.is_labelled:
            self._labels += 1
            arguments.append(f'label: "l{self._labels}"')
        return f" @defer({', '.join(arguments)})" if arguments else " @defer"


class _NoNested(Visitor):
    """Takes away fragments that are deferred."""

    def enter(self, node: Node, *_: Any) -> Any:
        return REMOVE if isinstance(node, FRAGMENT_NODES) and _defer(node) is not None else None


def own_shapes(text: str) -> dict[str, Shape]:
    """By its label, what each deferred fragment selects without what is deferred in it."""
    document = parse(text)
    own = Selected(visit(document, _NoNested()))
    named = {
        node.name.value: node.selection_set
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    shapes: dict[str, Shape] = {}

    class Labels(Visitor):
        def enter(self, node: Node, *_: Any) -> None:
            if not isinstance(node, FRAGMENT_NODES) or (directive := _defer(node)) is None:
                return
            if isinstance(node, InlineFragmentNode):
                selected = node.selection_set
            else:
                selected = named[node.name.value]
            for argument in directive.arguments or ():
                if isinstance(argument.value, StringValueNode):
                    label = argument.value.value
                    without = visit(selected, _NoNested())
                    shapes[label] = DeferredFragment(label, own, without).shape

    visit(document, Labels())
    return shapes


FRAGMENT_NODES = (InlineFragmentNode, FragmentSpreadNode)


def _defer(node: InlineFragmentNode | FragmentSpreadNode) -> DirectiveNode | None:
    return next((one for one in node.directives or () if one.name.value == "defer"), None)
