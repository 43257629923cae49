"""Deferred plan: the plan of an operation that is answered in parts: that of another document."""

from __future__ import annotations

from dataclasses import replace

from graphql import DocumentNode, OperationDefinitionNode

from gateway.plan import Plan


def in_parts(plan: Plan, *, every: bool) -> Plan:
    """The plan of the same operation, where it comes in parts; it must have deferrals. ``every``:
    also what is not worth it is told as deferred. It is made once.
    """
    known = plan.parts.get(every)
    if known is None:
        assert plan.deferrals is not None, "it was asked before whether it defers"
        chosen = plan.deferrals.every if every else plan.deferrals.honoured
        document = chosen or plan.document
        known = plan.parts[every] = replace(
            plan,
            document=document,
            operation=_operation(document, plan.name),
            is_in_parts=True,
            parts={},
        )
    return known


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation of that name; None: the only one, which has none."""
    return next(
        each
        for each in document.definitions
        if isinstance(each, OperationDefinitionNode)
        and (each.name.value if each.name else None) == name
    )
