"""Document table: what is known of each document, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from graphql import GraphQLSchema

from gateway.demand_cost import Demand
from gateway.demand_formula import text
from gateway.document_calls import Call, DocumentCalls, document_calls
from gateway.known_documents import KnownDocument, KnownDocuments
from gateway.plan import Plan


def table_of(known: KnownDocuments, schema: GraphQLSchema) -> str:
    """A Markdown table with a row for each operation. What is asked for perhaps has a ``?``."""
    rows = [
        "| operation | kind | for | bytes | cost | panels | calls | id |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for document_id, document, plan, asked in _rows(known, schema):
        cells = (
            plan.name or "",
            plan.kind,
            "all" if document.clients is None else ", ".join(sorted(document.clients)),
            str(_size(document)),
            _cost(plan.demand),
            ", ".join(asked.panels),
            ", ".join(map(_told, asked.calls)),
            f"`{document_id}`",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def json_of(known: KnownDocuments, schema: GraphQLSchema) -> str:
    """The same as a JSON list."""
    told: list[dict[str, Any]] = [
        {
            "id": document_id,
            "operation": plan.name,
            "kind": plan.kind,
            "clients": None if document.clients is None else sorted(document.clients),
            "bytes": _size(document),
            "cost": plan.demand.cost({}),
            "costFormula": text(plan.demand.formula),
            "panels": asked.panels,
            "calls": asked.calls,
        }
        for document_id, document, plan, asked in _rows(known, schema)
    ]
    encoded = msgspec.json.encode(told)
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _rows(
    known: KnownDocuments, schema: GraphQLSchema
) -> Iterator[tuple[str, KnownDocument, Plan, DocumentCalls]]:
    for document_id, document in known.by_id.items():
        for plan in document.planned.plan_all():
            yield document_id, document, plan, document_calls(schema, plan)


def _size(document: KnownDocument) -> int:
    return len(document.planned.text.encode("utf-8"))


def _cost(demand: Demand) -> str:
    """The cost without variables, and what of it hangs on them."""
    cost = f"{demand.cost({}):,}"
    return cost if isinstance(demand.formula, int) else f"{cost} = {text(demand.formula)}"


def _told(call: Call) -> str:
    parts = []
    for part, names in call.groups.items():
        found = [*names, *(f"{name}?" for name in call.perhaps.get(part, ()))]
        parts.append(f"{part}: {', '.join(found)}" if found else f"{part}: header")
    return f"{call.upstream}{'?' if call.is_perhaps else ''} ({'; '.join(parts)})"
