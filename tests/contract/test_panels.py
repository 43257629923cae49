"""The rules that every panel of the page keeps."""

from __future__ import annotations

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
)

from tests.house.source_file import ROOT

NO_PANELS = {"id", "session", "servedAt"}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))


def panels(schema: GraphQLSchema) -> dict[str, GraphQLObjectType]:
    """The panels of the page by their fields."""
    page = schema.type_map["EndPage"]
    assert isinstance(page, GraphQLObjectType)
    found = {}
    for name, field in page.fields.items():
        if name not in NO_PANELS:
            panel = get_named_type(field.type)
            assert isinstance(panel, GraphQLObjectType)
            found[name] = panel
    return found


def test_the_page_has_its_panels(schema: GraphQLSchema) -> None:
    """The panels are these, and a field of the page is named like its panel's type."""
    found = panels(schema)
    assert list(found) == [
        "metrics",
        "benchmarks",
        "analyticsLink",
        "roomImprovements",
        "accountImprovements",
        "rewards",
        "journey",
        "recordings",
    ]
    for name, panel in found.items():
        assert panel.name == name[0].upper() + name[1:]


def test_a_panel_may_be_null_and_the_page_stays(schema: GraphQLSchema) -> None:
    """A panel's field is nullable, so that its failure costs it alone; the rest is not."""
    page = schema.type_map["EndPage"]
    assert isinstance(page, GraphQLObjectType)
    for name, field in page.fields.items():
        assert isinstance(field.type, GraphQLNonNull) == (name in NO_PANELS), name


def test_every_panel_is_a_panel_and_a_node(schema: GraphQLSchema) -> None:
    """Each panel can be refetched by its id, and whatever is a Panel is on the page."""
    found = panels(schema)
    for panel in found.values():
        assert [interface.name for interface in panel.interfaces] == ["Panel", "Node"]
    interface = schema.type_map["Panel"]
    assert isinstance(interface, GraphQLInterfaceType)
    assert {panel.name for panel in schema.get_possible_types(interface)} == {
        panel.name for panel in found.values()
    }


def test_a_panel_says_how_fresh_it_is(schema: GraphQLSchema) -> None:
    """Status, staleness and time are always there; what comes next may not be known."""
    interface = schema.type_map["Panel"]
    assert isinstance(interface, GraphQLInterfaceType)
    types = {name: str(field.type) for name, field in interface.fields.items()}
    assert types == {
        "id": "ID!",
        "status": "PanelStatus!",
        "isStale": "Boolean!",
        "asOf": "DateTime!",
        "nextRefreshAt": "DateTime",
        "learnMore": "URL",
    }


def test_every_figure_says_where_it_comes_from(schema: GraphQLSchema) -> None:
    """Figures of each kind have a value that may be missing, and the same provenance."""
    interface = schema.type_map["Figure"]
    assert isinstance(interface, GraphQLInterfaceType)
    provenance = {"metric", "missing", "asOf", "finality", "isEstimated", "finalAt", "restatement"}
    assert interface.fields.keys() == provenance
    for figure in schema.get_possible_types(interface):
        assert figure.name.endswith("Figure")
        assert not isinstance(figure.fields["value"].type, GraphQLNonNull)
        extra = figure.fields.keys() - provenance
        rate = {"numerator", "denominator"} if figure.name == "RateFigure" else set()
        assert extra == {"value"} | rate
