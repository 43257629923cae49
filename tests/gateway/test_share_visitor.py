"""Who comes: from which network, behind however many proxies, and whether it is a person."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.address import address_of
from gateway.request_headers import RequestHeaders
from gateway.share_page.visitor import is_visit

PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


def scope(client: str | None = "192.0.2.1", **headers: str) -> dict[str, Any]:
    """A request's scope."""
    raw = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in headers.items()
    ]
    return {"client": (client, 1234) if client else None, "headers": raw}


def address(proxies: int = 0, **facts: Any) -> str:
    """What it is known by."""
    request = scope(**facts)
    return address_of(request, RequestHeaders(request), proxies=proxies)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("somewhere", "somewhere"),
        (None, ""),
    ],
)
def test_an_address_is_that_of_a_household(told: str | None, known: str) -> None:
    """Of an IPv6 address a household has as many as it likes, so only the first half counts."""
    assert address(client=told) == known


def test_without_proxies_nobody_is_believed() -> None:
    """Anybody can write the header."""
    assert address(client="192.0.2.1", x_forwarded_for="198.51.100.7") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "known"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "10.0.0.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "[2001:db8:1:2::9]:4711", "2001:db8:1:2::"),
        (1, "unknown", "unknown"),
    ],
)
def test_behind_proxies_the_last_of_them_are_believed(
    proxies: int, forwarded: str, known: str
) -> None:
    """What the proxies have added at the end counts, and nothing that stood before."""
    assert address(proxies, x_forwarded_for=forwarded) == known


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        ({"user_agent": PERSON}, True),
        ({}, True),
        ({"user_agent": "CUBOT NOTE 20"}, True),
        ({"user_agent": "Mozilla/5.0 [FBAN/FBIOS;FBAV/400.0]"}, True),
        ({"user_agent": "curl/8.5.0"}, True),
        ({"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ({"user_agent": "Twitterbot/1.0"}, False),
        ({"user_agent": "facebookexternalhit/1.1"}, False),
        ({"user_agent": "WhatsApp/2.23.20.0"}, False),
        ({"user_agent": "TelegramBot (like TwitterBot)"}, False),
        ({"user_agent": "Slackbot-LinkExpanding 1.0"}, False),
        ({"user_agent": "SkypeUriPreview Preview/0.5"}, False),
        ({"user_agent": "a" * 600 + "bot"}, True),
        ({"user_agent": PERSON, "sec_purpose": "prefetch"}, False),
        ({"user_agent": PERSON, "sec_purpose": "prefetch;prerender"}, False),
        ({"user_agent": PERSON, "purpose": "prefetch"}, False),
        ({"user_agent": PERSON, "x_moz": "prefetch"}, False),
        ({"user_agent": PERSON, "x_purpose": "preview"}, False),
    ],
)
def test_who_is_shown_something_is_a_visitor(headers: dict[str, str], counts: bool) -> None:
    """Machines that say what they are do not count, nor what is fetched in case of a click."""
    assert is_visit("GET", RequestHeaders(scope(**headers))) is counts


def test_asking_for_the_headers_alone_is_no_visit() -> None:
    """Nobody has seen anything."""
    assert not is_visit("HEAD", RequestHeaders(scope(user_agent=PERSON)))
