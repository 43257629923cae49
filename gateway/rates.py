"""Rates: how much may be asked for in a minute, and by whom.

| budget | of whom | what is counted | what it is for |
|---|---|---|---|
| address | a network | each request and socket 1, each operation its cost | floods, unread |
| failures | a network | tokens that cannot be trusted | trying tokens: each costs a check |
| creator | a creator | each request 1, each operation its cost | one APP that asks in a loop |
| client | an APP, as it says | operations that creators had the right to | a release that loops |

Nobody is known by what they say of themselves until their token was good: so the budget of a client
is only taken from by creators within their own, and no stranger can use it up. A budget of 0 is
none. What is refused costs nothing: who waits as long as is told, is answered.

Of a creator's budget lists may use three quarters and tools half, so that the end page of a LIVE
that has just ended is still to be had when the rest is spent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NoReturn

from gateway.allowance import SECONDS, Allowance
from gateway.priority import Priority
from gateway.rate_limited import RateLimited, Standing

_ALL = 4
_QUARTERS = {Priority.PAGE: _ALL, Priority.LIST: 3, Priority.TOOL: 2}
_MESSAGES = {
    "address": "Too much is asked for from this address: ask again later.",
    "failures": "Too many tokens that cannot be trusted come from this address: ask again later.",
    "creator": "Too much is asked for in this creator's name: ask again later.",
    "client": "This client asks for too much: ask again later.",
}
Taken = Callable[[str, bytes, int], None]


class Rates:
    """The budgets of one process, and of all that count together with it."""

    def __init__(
        self,
        *,
        creator: int = 0,
        client: int = 0,
        address: int = 0,
        failures: int = 0,
        now: Callable[[], float] = time.time,
        key: bytes | None = None,
        taken: Taken | None = None,
    ) -> None:
        """``now`` gives unix seconds; ``key`` and ``taken`` are for who counts together: see
        ``gateway.allowance``, and ``taken`` is told the budget's name, too.
        """

        def budget(name: str, most: int) -> Allowance:
            told = None if taken is None else lambda digest, cost: taken(name, digest, cost)
            return Allowance(most, now=now, key=key, taken=told)

        self._budget = budget
        self.budgets: dict[str, Allowance] = {}
        self.change(creator=creator, client=client, address=address, failures=failures)

    def change(self, *, creator: int, client: int, address: int, failures: int) -> None:
        """From now on there is so much of each. What was taken in this minute stays taken."""
        wanted = {"creator": creator, "client": client, "address": address, "failures": failures}
        for name, most in wanted.items():
            if not most:
                self.budgets.pop(name, None)
            elif name in self.budgets:
                self.budgets[name].most = most
            else:
                self.budgets[name] = self._budget(name, most)

    @property
    def knows_addresses(self) -> bool:
        """Whether it matters where somebody asks from."""
        return "address" in self.budgets or "failures" in self.budgets

    def for_a_router(self) -> Rates:
        """The same budgets, but for those of addresses: a router asks for everybody."""
        rates = Rates()
        kept = ("creator", "client")
        rates.budgets = {name: self.budgets[name] for name in kept if name in self.budgets}
        return rates

    def knock(self, address: str) -> None:
        """Somebody comes, who is not known yet. Raises RateLimited."""
        failures, budget = self.budgets.get("failures"), self.budgets.get("address")
        if failures is not None and not failures.has_left(address):
            self._refuse("failures", address, 1)
        if budget is not None and not budget.take(address):
            self._refuse("address", address, 1)

    def failed(self, address: str) -> None:
        """A token that came from there cannot be trusted."""
        failures = self.budgets.get("failures")
        if failures is not None:
            failures.take(address)

    def enter(self, creator_id: str) -> None:
        """A creator asks, it is not known yet for what. Raises RateLimited."""
        budget = self.budgets.get("creator")
        if budget is not None and creator_id and not budget.take(creator_id):
            self._refuse("creator", creator_id, 1)

    def charge(
        self, cost: int, *, priority: Priority, creator_id: str, client: str | None, address: str
    ) -> None:
        """Who has knocked and entered asks for an operation of that cost.

        What costs more than there is costs all of it. Raises RateLimited, and then nothing is
        taken, nor was by entering.
        """
        if not creator_id or not self.budgets:
            return
        taken = [("creator", creator_id, 1)]
        wanted = (
            ("creator", creator_id, 1, _QUARTERS[priority]),
            ("address", address, 1, _ALL),
            ("client", client or "", 0, _ALL),
        )
        for name, of, known, quarters in wanted:
            budget = self.budgets.get(name)
            if budget is None or not of:
                continue
            most = max(budget.most * quarters // _ALL, 1)
            more = min(cost, most) - known
            # Who has knocked or entered has paid for what costs no more.
            if not more and quarters == _ALL:
                continue
            if not budget.take(of, more, most=most):
                self._give_back(taken)
                self._refuse(name, of, more + (known if name == "creator" else 0), most=most)
            taken.append((name, of, more))

    def spend(self, cost: int, *, creator_id: str, address: str) -> None:
        """Who has knocked and entered had something looked at in vain: it is taken, and when it is
        more than there is, all that there is. Whoever goes on is then refused unread.
        """
        for name, of in (("creator", creator_id), ("address", address)):
            budget = self.budgets.get(name)
            if budget is not None and of:
                budget.take(of, min(cost, budget.left(of)))

    def standing(self, name: str, of: str) -> Standing | None:
        """How a budget stands; None where there is none."""
        budget = self.budgets.get(name)
        if budget is None:
            return None
        return Standing(name, budget.most, budget.left(of), budget.seconds_left(), SECONDS)

    def _give_back(self, taken: list[tuple[str, str, int]]) -> None:
        for name, of, cost in taken:
            budget = self.budgets.get(name)
            if budget is not None:
                budget.give_back(of, cost)

    def _refuse(self, name: str, of: str, cost: int, *, most: int | None = None) -> NoReturn:
        after = self.budgets[name].seconds_until(of, cost, most=most)
        standing = self.standing(name, of)
        assert standing is not None
        raise RateLimited(_MESSAGES[name], after=after, standing=standing)
