"""A visit to GraphiQL: what a person does there, and what the browser had to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

from playwright.async_api import ConsoleMessage, Page, Request, Response, expect

PATIENCE_MS = 20_000


def _is_answer(response: Response) -> bool:
    """Whether it answers a person's query, and not GraphiQL's own for the schema."""
    asked = response.request.post_data or ""
    return response.url.endswith("/graphql") and "IntrospectionQuery" not in asked


@dataclass
class Visit:
    """One browser tab on GraphiQL."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, *, origin: str) -> Self:
        """Watch the page from before its first request."""
        visit = cls(page=page, origin=origin)
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", visit._hear)
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on("request", visit._see)
        page.on("websocket", lambda socket: visit._meet(socket.url))
        return visit

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        self._meet(request.url)

    def _meet(self, url: str) -> None:
        host = self.origin.removeprefix("http://")
        if not url.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:")):
            self.strangers.append(url)

    def assert_quiet(self) -> None:
        """No error in the console, and not one request to another host."""
        assert self.complaints == []
        assert self.strangers == []

    async def open(self, **start: str) -> None:
        """Open the link that `endpage dev` prints, and wait for the editors."""
        await self.page.goto(f"{self.origin}/graphiql#{urlencode(start)}")
        await self.page.locator(".graphiql-query-editor .view-line").first.wait_for()

    async def choose_tab(self, name: str) -> None:
        await self.page.locator(".graphiql-tab-button").get_by_text(name, exact=True).click()

    async def paste_query(self, query: str) -> None:
        """Paste into a new tab. The editor's suggestions would take some of the keys typed."""
        await self.page.get_by_role("button", name="New tab").click()
        await self.page.locator(".graphiql-query-editor .monaco-editor").first.click()
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.insert_text(query)

    async def run(self) -> None:
        await self.page.locator("button.graphiql-execute-button").click()

    async def run_query(self) -> dict[str, Any]:
        """Run the query of the tab; the answer as it came over the wire."""
        answer: dict[str, Any] = await (await self.answered()).json()
        return answer

    async def answered(self) -> Response:
        """Run the query of the tab; the response, whose body may still be coming."""
        async with self.page.expect_response(_is_answer) as coming:
            await self.run()
        return await coming.value

    async def expect_response(self, *parts: str) -> None:
        """Wait until the response shows all the parts."""
        response = self.page.locator(".graphiql-response .view-lines")
        for part in parts:
            await expect(response).to_contain_text(part, timeout=PATIENCE_MS)

    async def expect_editor(self, name: str, part: str) -> None:
        """Wait until one of the side editors ('Variables', 'Headers') shows the part."""
        await self.page.get_by_role("button", name=name, exact=True).click()
        lines = self.page.locator("section.graphiql-editor-tool >> .view-lines >> visible=true")
        await expect(lines.first).to_contain_text(part, timeout=PATIENCE_MS)
