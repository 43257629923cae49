"""Known tokens: checked once, never trusted beyond their own expiry or that of the keys."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gateway.errors import RequestError
from gateway.known_tokens import remembering
from gateway.tokens import untrusted
from loaders.viewer import Viewer


class Checked:
    """An identity check that counts, with a clock in the test's hand."""

    def __init__(self, *, most: int = 100, expires_at: float = 10_000.0) -> None:
        self.times: list[str | None] = []
        self.now = 1000.0
        self.expires_at = expires_at
        self.is_trusting = True
        self.during = 0
        """How often the keys become others while the next token is checked."""
        self.generation = 1
        self.identify = remembering(
            self._check, generation=lambda: self.generation, most=most, clock=lambda: self.now
        )

    async def _check(self, authorization: str | None) -> Viewer:
        self.times.append(authorization)
        self.generation, self.during = self.generation + self.during, 0
        if not self.is_trusting or authorization is None:
            raise untrusted()
        return Viewer(authorization, "app", datetime.fromtimestamp(self.expires_at, UTC))


async def test_a_known_token_is_not_checked_again() -> None:
    """However late, the answer is the same viewer; tokens are never mixed up."""
    checked = Checked()
    for _ in range(3):
        checked.now += 2_000
        assert (await checked.identify("a")).creator_id == "a"
        assert (await checked.identify("b")).creator_id == "b"
    assert checked.times == ["a", "b"]


async def test_a_withdrawn_key_takes_effect_at_once() -> None:
    """When the keys are others all is forgotten, and refused where it is no longer good."""
    checked = Checked()
    await checked.identify("a")
    checked.is_trusting = False
    await checked.identify("a")
    checked.generation += 1
    with pytest.raises(RequestError):
        await checked.identify("a")


async def test_what_was_checked_with_keys_that_changed_meanwhile_is_not_remembered() -> None:
    """Whether it was checked with the old or the new ones, nobody knows."""
    checked = Checked()
    checking, checked.during = checked.identify("a"), 1
    await checking
    assert checked.generation == 2
    await checked.identify("a")
    await checked.identify("a")
    assert checked.times == ["a", "a"]


async def test_nothing_is_known_beyond_its_expiry() -> None:
    """A token that has run out is checked again."""
    checked = Checked(expires_at=1010.0)
    await checked.identify("a")
    checked.now = 1010.0
    await checked.identify("a")
    assert checked.times == ["a", "a"]


async def test_refusals_are_not_remembered() -> None:
    """A token refused because the keys were not there yet is good as soon as they are."""
    checked = Checked()
    checked.is_trusting = False
    for authorization in ("a", None):
        with pytest.raises(RequestError):
            await checked.identify(authorization)
    checked.is_trusting = True
    assert (await checked.identify("a")).creator_id == "a"


async def test_what_is_remembered_is_bounded() -> None:
    """The oldest is forgotten when there are too many."""
    checked = Checked(most=2)
    for name in ("a", "b", "c", "c", "b", "a"):
        await checked.identify(name)
    assert checked.times == ["a", "b", "c", "a"]
