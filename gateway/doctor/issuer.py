"""Issuer: whether the keys that tokens are checked with are there, and for how long."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_der_x509_certificate

from gateway.doctor.clock import of_skew, skew_of
from gateway.doctor.finding import Finding, failed, ok, warning
from gateway.key_set import fetch_key_set, parse_key_set
from gateway.setting_files import PublicKey
from gateway.settings import Settings

_SUBJECT = "issuer"
_SOON = timedelta(days=14)
_SECONDS = 15.0


async def issuer(settings: Settings) -> list[Finding]:
    """What is known of the keys that the settings name."""
    if settings.jwt_secret_file is not None:
        return [ok(_SUBJECT, "tokens are checked with a shared secret, for development.")]
    if settings.jwt_public_key_file is not None:
        return [of_keys([settings.jwt_public_key_file.key], settings.jwt_algorithms)]
    assert settings.jwks_url is not None
    try:
        content = await fetch_key_set(settings.jwks_url, seconds=_SECONDS)
        keys = parse_key_set(content)
    except (OSError, TimeoutError, aiohttp.ClientError):
        advice = "Is ENDPAGE_JWKS_URL right, and may this machine connect to it?"
        return [failed(_SUBJECT, "its key set cannot be had.", advice)]
    except ValueError:
        return [failed(_SUBJECT, "what it answers is no key set.", "Is ENDPAGE_JWKS_URL right?")]
    return [
        of_keys(list(keys.values()), settings.jwt_algorithms),
        *of_certificates(content, now=datetime.now(UTC)),
        *of_skew(_SUBJECT, await skew_of(settings.jwks_url), leeway=settings.jwt_leeway_seconds),
    ]


def of_keys(keys: list[PublicKey], algorithms: tuple[str, ...]) -> Finding:
    """Whether any of the keys makes signatures that are accepted."""
    made = ["RS256" if isinstance(key, RSAPublicKey) else "ES256" for key in keys]
    usable = [one for one in made if one in algorithms]
    told = f"{len(usable)} of {len(made)} keys can be used ({', '.join(sorted(set(made)))})"
    if not made:
        advice = "It needs RSA keys of 2,048 bits or more, or P-256 keys, for signatures."
        return failed(_SUBJECT, "has no key that could be used.", advice)
    if not usable:
        advice = "Is ENDPAGE_JWT_ALGORITHMS what the issuer signs with?"
        return failed(_SUBJECT, f"{told}.", advice)
    if len(usable) < len(made):
        return warning(_SUBJECT, f"{told}.", "The others' tokens are refused.")
    return ok(_SUBJECT, f"{told}.")


def of_certificates(content: bytes, *, now: datetime) -> list[Finding]:
    """What is told of keys that have a certificate, and with it an end; ``content`` is a JWKS."""
    ends = [end for item in _items(content) if (end := _end_of(item)) is not None]
    if not ends:
        return []
    left = min(ends) - now
    if left < timedelta(0):
        return [failed(_SUBJECT, "the certificate of a key has run out.", "Have it renewed.")]
    if left < _SOON:
        told = f"the certificate of a key runs out in {left.days} days."
        return [warning(_SUBJECT, told, "Have it renewed.")]
    return [ok(_SUBJECT, f"the certificates of its keys are good for {left.days} days.")]


def _items(content: bytes) -> list[Any]:
    decoded = msgspec.json.decode(content, type=dict[str, Any])
    items = decoded.get("keys")
    return items if isinstance(items, list) else []


def _end_of(item: Any) -> datetime | None:
    chain = item.get("x5c") if isinstance(item, dict) else None
    if not isinstance(chain, list) or not chain or not isinstance(chain[0], str):
        return None
    try:
        return load_der_x509_certificate(base64.b64decode(chain[0])).not_valid_after_utc
    except ValueError:
        return None
