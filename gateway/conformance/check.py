"""Check: one thing that a service must do, what it did, and how that is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from gateway.conformance.reading import Unreadable
from gateway.conformance.service import Unreachable
from loaders.words import Word

if TYPE_CHECKING:
    from gateway.conformance.conversation import Conversation


class Unmet(Exception):
    """The service did something else; the message says what."""


class NotMade(Exception):
    """The check could not be made; the message says what is missing for it."""


class Outcome(Word):
    """How a check came out."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_MADE = "not made"


class Verdict(msgspec.Struct, frozen=True):
    """How a check came out, and what was got."""

    check: str
    outcome: Outcome
    asked: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Check:
    """``look`` says what it got; it raises Unmet when that is not as ``expected``, or NotMade."""

    name: str
    asked: str
    expected: str
    look: Callable[[Conversation], Awaitable[str]]

    async def made(self, conversation: Conversation) -> Verdict:
        """The verdict. Raises nothing: no answer is a failure as well."""
        try:
            outcome, got = Outcome.PASSED, await self.look(conversation)
        except (Unmet, Unreachable, Unreadable) as error:
            outcome, got = Outcome.FAILED, str(error)
        except NotMade as error:
            outcome, got = Outcome.NOT_MADE, str(error)
        return Verdict(self.name, outcome, self.asked, self.expected, got)
