"""Run: all checks of one service, in reading order."""

from __future__ import annotations

from collections.abc import AsyncIterator

from gateway.conformance.answer_checks import ANSWER_CHECKS
from gateway.conformance.check import Check, Verdict
from gateway.conformance.conversation import Conversation
from gateway.conformance.group_checks import group_checks
from gateway.conformance.item_checks import item_checks
from gateway.conformance.key_checks import KEY_CHECKS
from gateway.conformance.service import Service
from gateway.conformance.subject import Subject


def checks_of(subject: Subject) -> tuple[Check, ...]:
    """Every check of the subject's contract."""
    return (
        *ANSWER_CHECKS,
        *KEY_CHECKS,
        *item_checks(subject.service),
        *group_checks(subject),
    )


async def verdicts(subject: Subject) -> AsyncIterator[Verdict]:
    """The verdict of each check, as soon as it is known."""
    async with Service(subject) as service:
        conversation = Conversation(subject, service)
        for check in checks_of(subject):
            yield await check.made(conversation)
