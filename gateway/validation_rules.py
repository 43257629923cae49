"""Validation rules: what a document must keep to, which is the specification but for three rules.

``@defer`` may stand in a subscription, whose updates come whole all the same: an APP shares its
fragments between queries and subscriptions. Who asks for ``@stream`` is told what there is. And
fields of the same name are compared with each other so often only: their pairs are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphql import DirectiveNode, GraphQLError, Node
from graphql.validation import (
    ASTValidationRule,
    DeferStreamDirectiveOnValidOperationsRule,
    KnownDirectivesRule,
    OverlappingFieldsCanBeMergedRule,
    ValidationContext,
    specified_rules,
)

MOST_COMPARISONS = 20_000
"""How much may be spent on comparing fields of the same name, in graphql-core's own steps."""
_NO_STREAM = "@stream is not offered: a list comes whole, and @defer may stand in its items."


class KnownDirectives(KnownDirectivesRule):
    """The specification's rule, with a word about ``@stream``."""

    def enter_directive(
        self, node: DirectiveNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Node]
    ) -> None:
        """Report a directive that the schema does not have, or not there."""
        if node.name.value == "stream":
            self.report_error(GraphQLError(_NO_STREAM, node))
        else:
            super().enter_directive(node, _key, _parent, _path, ancestors)


class OverlappingFields(OverlappingFieldsCanBeMergedRule):
    """The specification's rule, which gives up sooner: ``is_aborted`` says whether it has."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = MOST_COMPARISONS


def is_aborted(errors: Sequence[GraphQLError]) -> bool:
    """Whether the validation has given up, not for the errors but for its work."""
    return bool(errors) and errors[-1].message == "Validation aborted."


_OWN: dict[type[ASTValidationRule], type[ASTValidationRule]] = {
    KnownDirectivesRule: KnownDirectives,
    OverlappingFieldsCanBeMergedRule: OverlappingFields,
}
RULES: tuple[type[ASTValidationRule], ...] = tuple(
    _OWN.get(rule, rule)
    for rule in specified_rules
    if rule is not DeferStreamDirectiveOnValidOperationsRule
)
