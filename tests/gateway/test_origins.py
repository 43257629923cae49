"""Origins: which sites are meant, and which one is our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.origins import is_allowed, is_own, origins
from gateway.settings import Settings, SettingsError
from tests.gateway.serving import environment

SHOP = "https://shop.example"
PUBLIC = "https://api.example/end"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("*", ("*",)),
        (SHOP, (SHOP,)),
        ("HTTPS://Shop.Example", (SHOP,)),
        (f"{SHOP}:8443, http://[::1]:80,http://127.0.0.1:3000", None),
        (f"{SHOP}:8443, http://[::1]:8080", (f"{SHOP}:8443", "http://[::1]:8080")),
        ("capacitor://localhost", ("capacitor://localhost",)),
        (f"*,{SHOP}", None),
        (f"{SHOP}/", None),
        (f"{SHOP}/page", None),
        (f"{SHOP}:443", None),
        ("shop.example", None),
        ("https://*.example", None),
        ("https://user@shop.example", None),
        ("null", None),
        (f"{SHOP},", None),
        ("https://", None),
    ],
)
def test_sites_are_named_as_browsers_name_them(
    value: str, expected: tuple[str, ...] | None
) -> None:
    """Scheme, host and port, each exactly; anything else would never be met."""
    if expected is not None:
        assert origins(value) == expected
        return
    with pytest.raises(ValueError, match="must be origins with commas between them"):
        origins(value)


@pytest.mark.parametrize(
    ("origin", "allowed", "is_so"),
    [
        (SHOP, (SHOP,), True),
        (SHOP, ("https://other.example", SHOP), True),
        (SHOP, ("*",), True),
        ("null", ("*",), True),
        (SHOP, None, False),
        (None, ("*",), False),
        ("http://shop.example", (SHOP,), False),
        (f"{SHOP}.evil.example", (SHOP,), False),
        (f"{SHOP}:8443", (SHOP,), False),
        ("null", (SHOP,), False),
    ],
)
def test_a_site_is_allowed_by_its_whole_name(
    origin: str | None, allowed: tuple[str, ...] | None, is_so: bool
) -> None:
    """No part of it is enough."""
    assert is_allowed(origin, allowed) is is_so


@pytest.mark.parametrize(
    ("origin", "host", "is_so"),
    [
        ("https://gateway.example", "gateway.example", True),
        ("http://gateway.example:8000", "gateway.example:8000", True),
        ("https://api.example", "internal:8000", True),
        ("https://gateway.example:8000", "gateway.example", False),
        ("https://gateway.example.evil.example", "gateway.example", False),
        ("null", "gateway.example", False),
        ("https://", "", False),
        ("https://gateway.example", None, False),
    ],
)
def test_an_app_may_name_our_own_address(origin: str, host: str | None, is_so: bool) -> None:
    """As it has addressed us, or as the world knows us."""
    assert is_own(origin, host, PUBLIC) is is_so


def test_every_site_is_allowed_in_development_alone(tmp_path: Path) -> None:
    """In production a refusal to start says so."""
    given = environment(tmp_path, ENDPAGE_CORS_ORIGINS="*")
    assert Settings.from_environment(given).cors_origins == ("*",)
    pem = {"ENDPAGE_ENVIRONMENT": "production"}
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**given, **pem})
    fault = "ENDPAGE_CORS_ORIGINS may be * in development only (ENDPAGE_ENVIRONMENT)"
    assert fault in caught.value.faults
    named = {**given, **pem, "ENDPAGE_CORS_ORIGINS": SHOP}
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(named)
    assert fault not in caught.value.faults
