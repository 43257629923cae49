"""A visit to GraphiQL by a developer: what the page has beside the editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Route

from tests.browser.preview_visit import ARTEFACTS, AXE
from tests.browser.visit import Visit
from tests.dev_process import DevProcess

_SERIOUS = """async () => {
  const own = {include: [['.bar'], ['.waterfall'], ['.documents'], ['.cost']].filter(
    ([name]) => document.querySelector(name))};
  const {violations} = await axe.run(own, {resultTypes: ['violations']});
  return violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, nodes}) => [id, nodes.map(({html}) => html.slice(0, 120))]);
}"""


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

    async def serious_findings(self) -> list[Any]:
        """What axe finds in what the page has beside GraphiQL that keeps somebody from using it."""
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[Any] = await self.page.evaluate(_SERIOUS)
        return found

    async def keep_picture(self, name: str) -> None:
        """Keep a screenshot among the artefacts of the tests."""
        folder = ARTEFACTS.with_name("graphiql")
        folder.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=folder / f"{name}.png")

    async def answer_with(self, changes: dict[str, Any]) -> list[dict[str, Any]]:
        """Let the gateway's answers have more in them; the requests, as they come."""
        asked: list[dict[str, Any]] = []

        async def change(route: Route) -> None:
            request = route.request.post_data_json or {}
            answer = await (response := await route.fetch()).json()
            if "extensions" in request:
                asked.append(request)
                answer["extensions"] = {**answer.get("extensions", {}), **changes}
            await route.fulfill(response=response, json=answer)

        await self.page.route("**/graphql", change)
        return asked
