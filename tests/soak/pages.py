"""Pages: end pages that are asked for at either gateway, and once more when that has gone."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping

import aiohttp

from tests.bench.arrivals import arrivals
from tests.faults.page import Page, ask
from tests.soak.account import Account
from tests.soak.capacity import is_held
from tests.soak.issuer import Issuer, Token
from tests.soak.lives import Lives
from tests.soak.pair import Pair
from tests.soak.span import Span
from tests.soak.troubles import Troubles

KINDS = ("ended", "final", "settling", "top_creator", "jpy", "restated", "affiliate")
_WHOLE_WITHIN = 15.0


class Pages:
    """``sessions`` has the LIVEs that have ended long ago, by kind."""

    def __init__(
        self,
        client: aiohttp.ClientSession,
        *,
        pair: Pair,
        issuer: Issuer,
        sessions: Mapping[str, Mapping[str, str]],
        chance: random.Random,
    ) -> None:
        self._client = client
        self._pair = pair
        self._issuer = issuer
        self._sessions = sessions
        self._chance = chance

    async def holds(self, rate: float, *, seconds: float, lives: Lives) -> bool:
        """Whether both gateways together give so many pages a second."""

        async def some_page() -> Page:
            place, _ = self._pair.either(self._chance)
            return await self._asked(place.run.process.url, *self._some_live(lives))

        return await is_held(some_page, rate, seconds=seconds, chance=self._chance)

    async def go_on(
        self, span: Span, *, rate: float, lives: Lives, troubles: Troubles, account: Account
    ) -> None:
        """Ask at a steady rate, whether it is answered or not, until it is over."""
        began = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            for at in arrivals(rate, self._chance):
                # By the clock, so that what this process does meanwhile makes nothing slower.
                if not await span.rest(max(0.0, began + at - time.monotonic())):
                    return
                account.asked += 1
                creator, session_id = self._some_live(lives)
                tasks.create_task(self._page(creator, session_id, troubles, account))

    async def whole_again(self, account: Account) -> None:
        """After all troubles every page is whole, at both gateways."""
        until = time.monotonic() + _WHOLE_WITHIN
        for kind in KINDS:
            creator, session_id = self._live(kind)
            for place in self._pair.places:
                while (await self._asked(place.run.process.url, creator, session_id)).errors:
                    if time.monotonic() > until:
                        account.blame(f"the page of {kind} was not whole again at {place.name}")
                        break
                    await asyncio.sleep(0.1)

    def _some_live(self, lives: Lives) -> tuple[str, str]:
        """Half of the pages are of LIVEs that have just ended; nobody has read those before."""
        if lives.ended and self._chance.random() < 0.5:
            return self._chance.choice(list(lives.ended))
        return self._live(self._chance.choice(KINDS))

    def _live(self, kind: str) -> tuple[str, str]:
        return self._sessions[kind]["creator"], self._sessions[kind]["id"]

    async def _asked(self, url: str, creator: str, session_id: str) -> Page:
        return await ask(self._client, url, self._issuer.token(creator).text, session_id)

    async def _page(
        self, creator: str, session_id: str, troubles: Troubles, account: Account
    ) -> None:
        first, other = self._pair.either(self._chance)
        for place in (first, other):
            since = time.monotonic()
            token = self._issuer.token(creator)
            try:
                page = await ask(self._client, place.run.process.url, token.text, session_id)
            except (aiohttp.ClientError, OSError) as error:
                if not place.was_away(since=since):
                    account.blame(f"{place.name} was up and gave no answer: {error!r}")
                if place is other:
                    account.answers["none"] += 1
                    account.blame(f"no answer at either gateway: {error!r}")
                account.retried["refused" if _is_refused(error) else "closed"] += 1
                continue
            if page.status == 401:
                self._refused(page, token, account)
            else:
                is_calm = not troubles.were_on(since=since)
                one_away = any(one.was_away(since=since) for one in (first, other))
                account.add(page, is_calm=is_calm, one_away=one_away)
            return

    def _refused(self, page: Page, token: Token, account: Account) -> None:
        """Only a token that has run out while it was on its way may be refused."""
        account.answers["refused a token"] += 1
        if token.left > 0:
            account.blame(f"a good token was refused: {page.text[:300]}")


def _is_refused(error: Exception) -> bool:
    return isinstance(error, aiohttp.ClientConnectorError)
