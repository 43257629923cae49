"""Security headers: what every answer says to a browser, and what each page may do."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from gateway.graphiql import graphiql_routes
from tests.corpus.case import BODY
from tests.gateway.serving import Served, serving
from tests.gateway.share_site import ShareSite

ALL = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
# A page whose policy has one of these by itself is no page with a strict policy.
LOOSE = ("'unsafe-eval'", "http:", "https:", "*", "data: blob:", "'strict-dynamic'")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/graphql", 200),
        ("GET", "/graphql?query={__typename}", 200),
        ("OPTIONS", "/graphql", 204),
        ("PATCH", "/graphql", 405),
        ("GET", "/graphql/unknown", 200),
        ("GET", "/livez", 200),
        ("GET", "/readyz", 200),
        ("GET", "/", 404),
        ("GET", "/graphiql", 404),
    ],
)
async def test_every_answer_says_them(
    served: Served, client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    """Data, health and what is not there: nothing of it is a page, or part of another's."""
    headers = {"content-type": "application/json"}
    content = BODY if method == "POST" else None
    answer = await client.request(method, path, content=content, headers=headers)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALL} == ALL
    # It would be a lie where the world knows us by http.
    assert "strict-transport-security" not in answer.headers


async def test_https_is_kept_to(tmp_path: Path) -> None:
    """Where the world knows the gateway by https every answer says so, refusals among them."""
    async with (
        serving(tmp_path, public_url="https://endpage.example") as served,
        httpx.AsyncClient(base_url=f"http://{served.origin}") as client,
    ):
        answers = [await client.get(path) for path in ("/livez", "/graphql", "/nothing")]
    told = [answer.headers["strict-transport-security"] for answer in answers]
    assert told == ["max-age=63072000"] * 3


def rules_of(answer: httpx.Response) -> dict[str, str]:
    """The rules of its one policy."""
    [policy] = answer.headers.get_list("content-security-policy")
    return {rule.split()[0]: " ".join(rule.split()[1:]) for rule in policy.split("; ")}


async def test_pages_of_shares_have_a_strict_policy(site: ShareSite) -> None:
    """Nothing runs but our own script, by its digest; only the player is for others' pages."""
    page, player = await site.get(), await site.get("/player")
    nothing = await site.get(token="N" * 22)
    for answer in (page, player, nothing):
        rules = rules_of(answer)
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        for name in ("script-src", "style-src"):
            assert all(one == "'none'" or one.startswith("'sha256-") for one in rules[name].split())
        assert {name: answer.headers.get(name) for name in ALL if name[0] != "c"} | {
            "x-frame-options": ALL["x-frame-options"]
        } == {name: value for name, value in ALL.items() if name[0] != "c"}
        is_for_others = answer is player
        assert rules["frame-ancestors"] == ("*" if is_for_others else "'none'")
        assert ("x-frame-options" in answer.headers) != is_for_others
        policy = "cross-origin" if is_for_others else "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == policy


async def test_graphiql_may_do_no_more_than_it_must(tmp_path: Path) -> None:
    """It talks to its own host alone, is in nobody's page, and evaluates nothing."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_text("", encoding="utf-8")
    (tmp_path / "graphiql.html").write_text("<!doctype html>", encoding="utf-8")
    async with (
        serving(tmp_path, pages=lambda _: graphiql_routes(tmp_path)) as served,
        httpx.AsyncClient(base_url=f"http://{served.origin}") as client,
    ):
        page = await client.get("/graphiql")
        script = await client.get("/graphiql/assets/a.js")
    rules = rules_of(page)
    assert {rules[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}
    assert rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert not [one for one in LOOSE if one in page.headers["content-security-policy"].split()]
    for answer in (page, script):
        told = {name: answer.headers.get(name) for name in ALL}
        assert {**told, "content-security-policy": ALL["content-security-policy"]} == ALL
