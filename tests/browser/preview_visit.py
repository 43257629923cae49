"""A visit to the end page: what a creator sees there, and what a developer does beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.async_api import Locator, expect

from tests.browser.visit import Visit
from tests.dev_process import DevProcess

PATIENCE_MS = 60_000
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
ARTEFACTS = ROOT / "artefacts" / "preview"
PANELS = (
    "metrics",
    "benchmarks",
    "analyticsLink",
    "roomImprovements",
    "accountImprovements",
    "rewards",
    "journey",
    "recordings",
)
_SERIOUS = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, nodes}) => [id, nodes.map(({html}) => html.slice(0, 120))]);
}"""


@dataclass
class PreviewVisit(Visit):
    """One browser tab on the end page. The buttons of the company are the one other place that it
    may ask."""

    controls: str = ""

    def _meet(self, url: str) -> None:
        if not (self.controls and url.startswith(self.controls + "/")):
            super()._meet(url)

    async def open_page(self, dev: DevProcess, kind: str, **told: str) -> None:
        """The link that `endpage dev` prints, for a LIVE of that kind."""
        await self.open_session(dev, dev.session(kind), dev.token(kind), **told)

    async def open_session(
        self, dev: DevProcess, session: str, token: str, *, language: str = "en"
    ) -> None:
        """The same for any LIVE."""
        self.controls = str(dev.ready["controls"]["url"])
        told = {
            "token": token,
            "controls": self.controls,
            "key": str(dev.ready["controls"]["key"]),
            "language": language,
        }
        self.page.set_default_timeout(PATIENCE_MS)
        await self.page.goto(f"{self.origin}/preview/{session}#{urlencode(told)}")

    def panel(self, name: str) -> Locator:
        return self.page.locator(f'[data-panel="{name}"]')

    async def expect_states(self, **states: str) -> None:
        """Wait until each of the panels is in the state."""
        for name, state in states.items():
            await expect(self.panel(name)).to_have_attribute(
                "data-state", state, timeout=PATIENCE_MS
            )

    async def expect_all_ready(self) -> None:
        """Wait until every panel is there, asked for again where a busy machine was late."""
        for name in PANELS:
            await self.press_until(name, "ready")

    async def press_until(self, name: str, state: str) -> None:
        """Try the panel again, as a person does, until it is in the state."""
        panel = self.panel(name)
        settled = panel.and_(self.page.locator(f'[data-state="{state}"], [data-state="failed"]'))
        for _ in range(20):
            await settled.wait_for(timeout=PATIENCE_MS)
            if await panel.get_attribute("data-state") == state:
                return
            # It may have come by itself in between.
            if await panel.get_by_role("button", name="Try again").count():
                await panel.get_by_role("button", name="Try again").click()
        raise AssertionError(f"{name} did not become {state}")

    async def choose(self, kind: str) -> None:
        """Press the button of a LIVE of that kind."""
        await self.page.locator(f'[data-kind="{kind}"]').click()

    async def set_fault(self, service: str, word: str) -> None:
        """Press a button; the page is asked for anew by that."""
        button = self.page.locator(f'[data-fault="{service}/{word}"]')
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true", timeout=PATIENCE_MS)

    async def command(self, word: str) -> None:
        """Give the LIVE a command, when it can take it."""
        await self.page.locator(f'[data-command="{word}"]').click()

    async def press_elsewhere(self, dev: DevProcess, path: str, **body: str) -> str:
        """Press a button of the company from outside the page; the LIVE that is then."""
        headers = {"Authorization": f"Bearer {dev.ready['controls']['key']}"}
        url = str(dev.ready["controls"]["url"]) + path
        answer = await self.page.request.post(url, headers=headers, data=body)
        assert answer.ok, await answer.text()
        return str((await answer.json())["session"])

    async def serious_findings(self) -> list[Any]:
        """What axe finds on the page as it stands that keeps somebody from using it."""
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[Any] = await self.page.evaluate(_SERIOUS)
        return found

    async def keep_picture(self, name: str) -> None:
        """Keep a screenshot among the artefacts of the tests."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=ARTEFACTS / f"{name}.png")


def seeing_calls(*upstreams: str) -> str:
    """A condition for the page: these upstreams were called for it, and no others."""
    return f"""() => {{
      const called = [...document.querySelectorAll('[data-calls="page"] [data-upstream]')];
      const names = [...new Set(called.map(li => li.dataset.upstream))].sort();
      return JSON.stringify(names) === JSON.stringify({json.dumps(sorted(upstreams))});
    }}"""
