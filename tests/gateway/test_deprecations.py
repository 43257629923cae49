"""Deprecations: what will go is found in documents, named in logs and counted by client."""

from __future__ import annotations

import httpx
import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate
from structlog.testing import capture_logs

from gateway.client import NOBODY, Client
from gateway.deprecated_uses import OTHERS, DeprecatedUse, DeprecatedUses
from gateway.deprecations import Deprecations
from gateway.plans import Plans
from resolvers.schema import schema as own
from tests.gateway.asking import post
from tests.gateway.serving import Served
from tests.gateway.started import until

SCHEMA = build_schema(
    """
    directive @mark(old: Int @deprecated(reason: "x"), new: Int) on FIELD
    type Query {
      old: Int @deprecated(reason: "x")
      page(old: Int @deprecated(reason: "x"), by: By, in: In): Page
      pages: [Page!]!
    }
    interface Thing { id: ID, gone: Int @deprecated(reason: "x") }
    type Page implements Thing { id: ID, gone: Int @deprecated(reason: "x") }
    enum By { NEW OLD @deprecated(reason: "x") }
    input In { new: Int, old: Int @deprecated(reason: "x"), by: [By!], in: In }
    """
)


PAGE_GONE = ("Page.gone",)


def deprecated(text: str, name: str | None = None) -> tuple[str, ...]:
    """Those of the document's operation of that name, or its only one."""
    document = parse(text)
    assert validate(SCHEMA, document) == []
    (operation,) = (
        one
        for one in document.definitions
        if isinstance(one, OperationDefinitionNode)
        and (name is None or (one.name is not None and one.name.value == name))
    )
    return Deprecations(SCHEMA).of(document, operation)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{ pages { id } }", ()),
        ("{ a: old old }", ("Query.old",)),
        ("{ page(old: 1) { id } }", ("Query.page(old:)",)),
        ("{ page(by: OLD) { gone } }", ("By.OLD", "Page.gone")),
        ("{ page(by: NEW) { ... on Thing { gone } } }", ("Thing.gone",)),
        ("{ page(in: { old: 1 }) { id } }", ("In.old",)),
        ("{ page(in: { in: { by: [NEW, OLD] } }) { id } }", ("By.OLD",)),
        ("{ page { id @mark(old: 1) } }", ("@mark(old:)",)),
        ("query ($by: By = OLD) { page(by: $by) { id } }", ("By.OLD",)),
        ("{ pages { ...f } } fragment f on Page { ...g } fragment g on Page { gone }", PAGE_GONE),
        ("{ page(old: 1) { gone } old }", ("Page.gone", "Query.old", "Query.page(old:)")),
    ],
)
def test_what_will_go_is_found(text: str, found: tuple[str, ...]) -> None:
    """Fields, arguments, input fields and values, each once, wherever they are written."""
    assert deprecated(text) == found


def test_another_operation_of_the_document_does_not_count() -> None:
    """Neither what it asks for itself nor what its fragments do."""
    text = "query A { pages { id } } query B { old pages { ...f } } fragment f on Page { gone }"
    assert deprecated(text, "A") == ()
    assert deprecated(text, "B") == ("Page.gone", "Query.old")


def test_a_plan_knows_it() -> None:
    """It is worked out with the plan; our own schema has nothing that will go."""
    assert Plans(own._schema).plan("{ viewer { id } }", None).deprecated == ()


async def test_it_is_logged_and_counted_by_the_clients_version(
    served: Served, client: httpx.AsyncClient
) -> None:
    """Once for each operation, under the name and version that the client gives."""
    counts = served.deprecated_uses.counts
    app = {"apollographql-client-name": "app", "apollographql-client-version": "6"}
    before = dict(counts)
    with capture_logs() as logs:
        for headers in (app, app, {}):
            await post(client, {"query": "{ old }"}, **headers)
        await post(client, {"query": "{ a }"}, **app)
        await until(lambda: len(logs) == 4)
    named = [line.get("deprecated") for line in logs]
    assert named == [["Query.old"]] * 3 + [None]
    known, nobody = (DeprecatedUse("Query.old", one) for one in (Client("app", "6"), NOBODY))
    assert counts[known] - before.get(known, 0) == 2
    assert counts[nobody] - before.get(nobody, 0) == 1


def test_clients_that_make_names_up_fill_no_memory() -> None:
    """Beyond the bound each coordinate has one count for all others; no use is lost."""
    uses = DeprecatedUses(most=3)
    for number in range(100):
        uses.add(["Query.a", "Query.b"], Client("app", str(number)))
    uses.add(["Query.a"], Client("app", "0"))
    assert len(uses.counts) <= 3 + 2
    assert sum(uses.counts.values()) == 201
    assert uses.counts[DeprecatedUse("Query.a", Client("app", "0"))] == 2
    assert uses.counts[DeprecatedUse("Query.b", OTHERS)] >= 98
