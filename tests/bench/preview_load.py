"""Preview load: the end page opened once by a phone that has never seen it, and what that took."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, CDPSession, ViewportSize

_PHONE = ViewportSize(width=390, height=844)
_PATIENCE_SECONDS = 120
# Says when a picture with the first key number has been handed on, and when no panel is awaited.
# Nothing of Playwright's own runs in the page meanwhile: its scripts take longer than a panel.
_WATCH = """
{
  let isFirst = true;
  const panels = () => [...document.querySelectorAll('[data-panel]')];
  new MutationObserver((_, watching) => {
    if (!document.querySelector('[data-panel="metrics"] .hero .value')) return;
    const isWhole = panels().every(panel => panel.dataset.state !== 'loading');
    if (isWhole) watching.disconnect();
    const told = [...(isFirst ? ['first'] : []), ...(isWhole ? ['whole'] : [])];
    isFirst = false;
    if (told.length === 0) return;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => told.forEach(
        name => window.painted(JSON.stringify([name, performance.now()])));
      after.port2.postMessage(null);
    });
  }).observe(document, {childList: true, subtree: true, attributes: true});
}
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A network and a machine. A request waits for ``round_trip_ms``; bits are thousands a second;
    the processor is slower by a factor.
    """

    name: str
    round_trip_ms: float
    down_kilobits: float
    up_kilobits: float
    slower: float

    async def throttle(self, page: CDPSession) -> None:
        """Have the page be on it."""
        network = {
            "offline": False,
            "latency": self.round_trip_ms,
            "downloadThroughput": self.down_kilobits * 1000 / 8,
            "uploadThroughput": self.up_kilobits * 1000 / 8,
        }
        await page.send("Network.emulateNetworkConditions", network)
        await page.send("Emulation.setCPUThrottlingRate", {"rate": self.slower})


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds from the beginning until the first panel is painted, and until all are there;
    the bytes and requests until the first one is.
    """

    first_ms: float
    whole_ms: float
    bytes: int
    requests: int


async def load(browser: Browser, url: str, profile: Profile) -> Load:
    """Open the page with nothing cached. Raises TimeoutError when nothing comes."""
    context = await browser.new_context(viewport=_PHONE)
    try:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        seen = _Seen()
        session.on("Network.requestWillBeSent", seen.asked)
        session.on("Network.dataReceived", seen.received)
        session.on("Runtime.bindingCalled", seen.painted)
        for domain in ("Network", "Runtime"):
            await session.send(f"{domain}.enable")
        await session.send("Runtime.addBinding", {"name": "painted"})
        await profile.throttle(session)
        await page.add_init_script(_WATCH)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await page.goto(url, wait_until="commit")
            await seen.whole.wait()
        return Load(seen.ms["first"], seen.ms["whole"], seen.bytes_first, seen.requests_first)
    finally:
        await context.close()


class _Seen:
    """What the browser has told of one load so far."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}
        self.whole = asyncio.Event()
        self.bytes_first = self.requests_first = 0
        self._bytes = self._requests = 0

    def asked(self, _event: dict[str, Any]) -> None:
        self._requests += 1

    def received(self, event: dict[str, Any]) -> None:
        self._bytes += int(event["encodedDataLength"])

    def painted(self, event: dict[str, Any]) -> None:
        name, ms = json.loads(event["payload"])
        self.ms[name] = ms
        if name == "first":
            self.bytes_first, self.requests_first = self._bytes, self._requests
        else:
            self.whole.set()
