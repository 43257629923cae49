"""REST reads: what a page is made of, read by hand: the LIVE first, then all else at once."""

from __future__ import annotations

import asyncio
from datetime import datetime

from tests.bench.peers import rest_answers as answers
from tests.bench.peers import rest_shapes as shapes
from tests.bench.peers.quick_company import QuickCompany
from tests.bench.peers.rest_answers import Told
from tests.bench.peers.rest_shapes import shown
from tests.bench.peers.stock.benchmarks import benchmarks_of
from tests.bench.peers.stock.company import Document, Item
from tests.bench.peers.stock.improvements import account_improvements_of, room_improvements_of
from tests.bench.peers.stock.journey import journey_of
from tests.bench.peers.stock.links import analytics_link_of, recordings_of
from tests.bench.peers.stock.metrics import metrics_of
from tests.bench.peers.stock.numbers import FIGURES
from tests.bench.peers.stock.page import LiveSession, cursor_of, live_session
from tests.bench.peers.stock.panel import Live
from tests.bench.peers.stock.rewards import rewards_of
from tests.bench.peers.stock.words import PageState, State, global_id

_SHOP = (*FIGURES, "benchmarks", "room_improvements", "analytics_link")


class Reads:
    """The answers for one creator."""

    def __init__(self, company: QuickCompany, creator_id: str, now: datetime) -> None:
        self._company = company
        self._creator_id = creator_id
        self._now = now

    async def session(self, session_id: str) -> LiveSession | None:
        """A LIVE of the creator's."""
        document = await self._company.database["live_sessions"].find_one({"_id": session_id})
        if document is None or document["creator_id"] != self._creator_id:
            return None
        return live_session(document)

    async def full_page(self, session: LiveSession) -> Told:
        """The whole page."""
        live, now = session.live, self._now
        (figures, account), (earned, creator), (here, progress), found = await asyncio.gather(
            self._shop(live),
            self._company.read(
                "rewards", [live.asked("earned"), live.asked_of_creator("weekly", "trend")]
            ),
            self._company.read(
                "journey",
                [
                    live.asked("progress"),
                    live.asked_of_creator("level", "milestones", "goals", "opportunities"),
                ],
            ),
            self._recordings(live),
        )
        room = room_improvements_of(live, figures, figures, now)
        return {
            "id": global_id("EndPage", session.session_id),
            "servedAt": now,
            "session": answers.session(session),
            "metrics": answers.metrics(metrics_of(live, figures, now)),
            "benchmarks": answers.benchmarks(benchmarks_of(live, figures, figures, now)),
            "analyticsLink": shown(analytics_link_of(live, figures, now), shapes.ANALYTICS_LINK),
            "roomImprovements": shown(room, shapes.ROOM_IMPROVEMENTS),
            "accountImprovements": shown(
                account_improvements_of(live, account, now), shapes.ACCOUNT_IMPROVEMENTS
            ),
            "rewards": shown(rewards_of(live, earned, creator, now), shapes.REWARDS),
            "journey": shown(journey_of(live, here, progress), shapes.JOURNEY),
            "recordings": shown(recordings_of(live, found, now), shapes.RECORDINGS),
        }

    async def headline(self, session: LiveSession) -> Told:
        """The first figures."""
        live = session.live
        item = None
        if live.is_shoppable:
            [item] = await self._company.read("shop_analytics", [live.asked(*FIGURES)])
        page_id = global_id("EndPage", session.session_id)
        return answers.headline(session, metrics_of(live, item, self._now), page_id)

    async def rewards(self, session: LiveSession) -> Told:
        """What the LIVE earned, alone."""
        live = session.live
        asked = [live.asked("earned"), live.asked_of_creator("weekly", "trend")]
        earned, creator = await self._company.read("rewards", asked)
        return {
            "id": global_id("EndPage", session.session_id),
            "rewards": shown(rewards_of(live, earned, creator, self._now), shapes.REWARDS),
        }

    async def newest(self, first: int) -> Told:
        """The newest LIVEs that have ended, with their figures in one call."""
        found = self._company.database["live_sessions"].find({"creator_id": self._creator_id})
        newest = found.sort([("created_at", -1), ("_id", -1)]).limit(first + 2)
        sessions = [live_session(document) for document in await newest.to_list(None)]
        wanted = [one for one in sessions if one.state is State.ENDED]
        edges = await self._edges(wanted[:first])
        return {
            "id": global_id("Creator", self._creator_id),
            "liveSessions": {
                "edges": edges,
                "pageInfo": {
                    "hasNextPage": len(wanted) > first,
                    "endCursor": edges[-1]["cursor"] if edges else None,
                },
            },
        }

    async def _edges(self, sessions: list[LiveSession]) -> list[Told]:
        paged = [one for one in sessions if one.end_page_state is PageState.AVAILABLE]
        asked = [one.live.asked(*FIGURES) for one in paged if one.live.is_shoppable]
        items = await self._company.read("shop_analytics", asked) if asked else []
        found = dict(zip((key.id for key in asked), items, strict=True))
        panels = {
            one.session_id: metrics_of(one.live, found.get(one.live.id), self._now) for one in paged
        }
        return [
            {
                "cursor": cursor_of(one),
                "node": answers.listed(
                    one, panels.get(one.session_id), global_id("EndPage", one.session_id)
                ),
            }
            for one in sessions
        ]

    async def _shop(self, live: Live) -> tuple[Item | None, Item | None]:
        if not live.is_shoppable:
            return None, None
        asked = [live.asked(*_SHOP), live.asked_of_creator("account_improvements")]
        figures, account = await self._company.read("shop_analytics", asked)
        return figures, account

    async def _recordings(self, live: Live) -> list[Document]:
        found = self._company.database["recordings"].find({"live_id": live.id})
        documents: list[Document] = await found.to_list(None)
        return documents
