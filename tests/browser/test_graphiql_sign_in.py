"""GraphiQL as in production, in a real browser: a developer signs in, and works."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from starlette.routing import BaseRoute

from gateway.developers import developers_only
from gateway.document_list import document_list_routes
from gateway.documents import Documents
from gateway.graphiql import graphiql_routes
from gateway.settings import Settings
from tests.browser.conftest import BUILT
from tests.browser.preview_visit import AXE
from tests.browser.visit import PATIENCE_MS, Visit
from tests.gateway.documents_served import documents_served, token_of
from tests.needed import lacking

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_a_developer_signs_in_and_asks_what_nobody_else_may(
    chromium: Browser, tmp_path: Path
) -> None:
    """A creator's token is refused; a developer's opens the page, in which the schema is read and
    a document runs that no list knows. The token is in no address.
    """
    if not BUILT.exists():
        lacking("the pages are not built: make web")

    def pages(settings: Settings, documents: Documents) -> list[BaseRoute]:
        ide = graphiql_routes(is_for_all=False)
        return developers_only([*ide, *document_list_routes(settings, documents)])

    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "known.graphql").write_text("query Known { viewer { creatorId } }")
    changes = {"ENDPAGE_DOCUMENTS": str(tmp_path / "known"), "ENDPAGE_DOCUMENTS_ONLY": "true"}
    async with documents_served(tmp_path, pages, **changes) as origin:
        context = await chromium.new_context(viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        visit = Visit.of(page, origin=f"http://{origin}")
        addresses: list[str] = []
        page.on("request", lambda request: addresses.append(request.url))
        token = token_of(is_developer=True)
        await page.goto(f"http://{origin}/graphiql")
        await page.get_by_label("Token").fill(token_of())
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("status")).to_have_text("That was not accepted.")
        # A browser says of each refusal that it was one.
        assert len(visit.complaints) == 2
        assert all("401" in one for one in visit.complaints)
        visit.complaints.clear()

        await page.get_by_label("Token").fill(token)
        await page.get_by_role("button", name="Sign in").click()
        await page.locator(".graphiql-query-editor .view-line").first.wait_for(timeout=PATIENCE_MS)
        assert [one["name"] for one in await context.cookies()] == ["endpage_developer"]
        await visit.paste_query("query Mine { __typename __schema { queryType { name } } }")
        answer = await visit.run_query()
        assert answer["data"] == {
            "__typename": "Query",
            "__schema": {"queryType": {"name": "Query"}},
        }
        assert not [one for one in addresses if token in one or "token" in one]
        await context.close()
        visit.assert_quiet()


async def test_the_page_that_asks_can_be_used_by_everybody(
    chromium: Browser, tmp_path: Path
) -> None:
    """axe finds nothing serious in it, in light and in dark."""
    async with documents_served(tmp_path, lambda *_: developers_only([])) as origin:
        for scheme in ("light", "dark"):
            context = await chromium.new_context(color_scheme=scheme, bypass_csp=True)
            page = await context.new_page()
            await page.goto(f"http://{origin}/graphiql")
            await page.evaluate(AXE.read_text(encoding="utf-8"))
            found = await page.evaluate(
                "async () => (await axe.run(document)).violations.map(({id}) => id)"
            )
            await context.close()
            assert found == []
