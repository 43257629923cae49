"""Validation rules: what a document must keep to, which is the specification but for two rules.

``@defer`` may stand in a subscription, whose updates come whole all the same: an APP shares its
fragments between queries and subscriptions. And who asks for ``@stream`` is told what there is.
"""

from __future__ import annotations

from typing import Any

from graphql import DirectiveNode, GraphQLError, Node
from graphql.validation import (
    ASTValidationRule,
    DeferStreamDirectiveOnValidOperationsRule,
    KnownDirectivesRule,
    specified_rules,
)

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


RULES: tuple[type[ASTValidationRule], ...] = tuple(
    KnownDirectives if rule is KnownDirectivesRule else rule
    for rule in specified_rules
    if rule is not DeferStreamDirectiveOnValidOperationsRule
)
