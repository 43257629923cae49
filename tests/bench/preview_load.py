"""Preview load: the end page opened once by a phone that has never seen it, and what that took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, CDPSession

_PHONE = {"width": 390, "height": 844}
_PATIENCE_MS = 120_000
# The first key number is there, and the picture in which it is has been handed on.
_WATCH = """
window.firstPanelMs = null;
new MutationObserver((_, watching) => {
  if (!document.querySelector('[data-panel="metrics"] .hero .value')) return;
  watching.disconnect();
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => { window.firstPanelMs = performance.now(); };
    after.port2.postMessage(null);
  });
}).observe(document, {childList: true, subtree: true});
"""
_IS_PAINTED = "() => window.firstPanelMs !== null"
_IS_WHOLE = """() => {
  const panels = [...document.querySelectorAll('[data-panel]')];
  return panels.length > 0 && panels.every(panel => panel.dataset.state !== 'loading');
}"""


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
    """Open the page with nothing cached. Raises a time-out of Playwright's when nothing comes."""
    context = await browser.new_context(viewport=_PHONE)  # type: ignore[arg-type]  # A plain dict.
    try:
        page = await context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        session = await context.new_cdp_session(page)
        counted = _Counted()
        await session.send("Network.enable")
        session.on("Network.requestWillBeSent", counted.asked)
        session.on("Network.dataReceived", counted.received)
        await profile.throttle(session)
        await page.add_init_script(_WATCH)
        await page.goto(url, wait_until="commit")
        await page.wait_for_function(_IS_PAINTED)
        bytes_, requests = counted.bytes, counted.requests
        first_ms = float(await page.evaluate("window.firstPanelMs"))
        await page.wait_for_function(_IS_WHOLE)
        whole_ms = float(await page.evaluate("performance.now()"))
        return Load(first_ms, whole_ms, bytes_, requests)
    finally:
        await context.close()


class _Counted:
    def __init__(self) -> None:
        self.bytes = 0
        self.requests = 0

    def asked(self, _event: dict[str, Any]) -> None:
        self.requests += 1

    def received(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
