"""The preview's page over HTTP: what it may load, and what is said without a build."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, build_schema
from starlette.applications import Starlette

from gateway.preview import policy_of, preview_routes
from gateway.settings import Settings, SettingsError
from tests.gateway.serving import environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = '<!doctype html><script type="module" src="/graphiql/assets/preview-abc123.js"></script>'


def settings(**changes: str | None) -> Settings:
    """As much of the settings as the page needs."""
    told = {"public_url": "https://lives.example/api", "s3_bucket_url": None}
    return cast("Settings", SimpleNamespace(**{**told, "preview_controls_url": None, **changes}))


async def get(built: Path, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=Starlette(routes=preview_routes(settings(), built)))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        return await client.get(path)


async def test_the_page_is_asked_for_anew_for_any_live(tmp_path: Path) -> None:
    """Whatever LIVE the address names, the page is the same one, and is revalidated."""
    (tmp_path / "preview.html").write_text(PAGE, encoding="utf-8")
    answer = await get(tmp_path, "/preview/7200000000000000024")
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-security-policy"] == policy_of(settings())


def test_the_page_knows_the_panels_that_there_are() -> None:
    """It asks for them before it has read the schema: all of them, in the order of the page."""
    known = (ROOT / "web" / "src" / "preview" / "known-panels.ts").read_text(encoding="utf-8")
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    page, panel = schema.type_map["EndPage"], schema.type_map["Panel"]
    assert isinstance(page, GraphQLObjectType)
    assert isinstance(panel, GraphQLInterfaceType)
    panels = schema.get_possible_types(panel)
    assert re.findall(r'field: "(\w+)", type: "(\w+)"', known) == [
        (name, field.type.name) for name, field in page.fields.items() if field.type in panels
    ]


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    """A gateway without the page's files is honest about it."""
    answer = await get(tmp_path, "/preview/7200000000000000024")
    assert answer.status_code == 503
    assert "make web" in answer.text


def test_the_page_loads_its_own_and_recordings_alone() -> None:
    """No script or style but built ones; pictures and films from where recordings are."""
    assert policy_of(settings(s3_bucket_url="https://bucket.example/films?x=1")) == (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: https://lives.example https://bucket.example; "
        "media-src 'self' https://lives.example https://bucket.example; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:9/"])
def test_the_page_may_press_the_buttons_that_it_is_told_of(url: str) -> None:
    """Where the controls are is the one other place that the page may ask."""
    policy = policy_of(settings(preview_controls_url=url))
    assert "connect-src 'self' http://127.0.0.1:9;" in policy


def test_buttons_are_for_development_alone(tmp_path: Path) -> None:
    """A gateway in production refuses to start with the address of the company's buttons."""
    told = {"ENDPAGE_PREVIEW_CONTROLS_URL": "http://127.0.0.1:9"}
    given = environment(tmp_path, **told)
    assert Settings.from_environment(given).preview_controls_url == "http://127.0.0.1:9"
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**given, "ENDPAGE_ENVIRONMENT": "production"})
    fault = "ENDPAGE_PREVIEW_CONTROLS_URL is for development only (ENDPAGE_ENVIRONMENT)"
    assert fault in caught.value.faults
