"""A visit to GraphiQL by a developer: what the page has beside the editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Route

from tests.browser.visit import Visit
from tests.dev_process import DevProcess


@dataclass
class IdeVisit(Visit):
    """One browser tab, which may ask the company who there is, and nobody else."""

    controls: str = ""

    def _meet(self, url: str) -> None:
        if not (self.controls and url.startswith(self.controls + "/")):
            super()._meet(url)

    async def open_link(self, dev: DevProcess, **more: str) -> None:
        """Open the whole link that `endpage dev` prints, as the creator whose LIVE has ended."""
        self.controls = str(dev.ready["controls"]["url"])
        told = {"controls": self.controls, "key": str(dev.ready["controls"]["key"])}
        await self.open(token=dev.token("ended"), session=dev.session("ended"), **told, **more)

    async def choose(self, name: str, option: str) -> None:
        """Turn one of the switches above the editors."""
        await self.page.get_by_label(name, exact=True).select_option(label=option)

    @property
    def waterfall(self) -> Locator:
        return self.page.locator(".waterfall")

    async def rows(self, mark: str) -> list[str]:
        """What the rows of the waterfall are marked with, in order."""
        found = self.waterfall.locator(f"[data-{mark}]")
        told: list[str] = await found.evaluate_all(
            "(found, mark) => found.map(row => row.dataset[mark])", mark
        )
        return told

    async def answer_with(self, changes: dict[str, Any]) -> list[dict[str, Any]]:
        """Let the gateway's answers have more in them; the requests, as they come."""
        asked: list[dict[str, Any]] = []

        async def change(route: Route) -> None:
            request = route.request.post_data_json
            answer = await (response := await route.fetch()).json()
            if "extensions" in request:
                asked.append(request)
                answer["extensions"] = {**answer.get("extensions", {}), **changes}
            await route.fulfill(response=response, json=answer)

        await self.page.route("**/graphql", change)
        return asked
