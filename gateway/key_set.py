"""Key set: an issuer's public keys (a JWKS), fetched and read."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import aiohttp
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from gateway.setting_files import LEAST_RSA_BITS, PublicKey

_LARGEST_KEY_SET = 262_144
_PLAIN = {"accept": "application/json", "accept-encoding": "identity"}
_MOST_KEYS = 64
_MOST_RSA_BITS = 8192
_ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}


def parse_key_set(content: bytes) -> dict[str, PublicKey]:
    """The RSA and elliptic-curve public keys of a JWKS by their ids.

    Keys of other kinds, for other uses, or that cannot be read are left out. Raises ``ValueError``
    when the content is no key set.
    """
    try:
        decoded = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError("not a JSON object") from error
    items = decoded.get("keys")
    if not isinstance(items, list):
        raise ValueError("not a key set")
    found = {}
    for item in items[:_MOST_KEYS]:
        key = _public_key(item)
        if key is not None:
            found[item.get("kid", "")] = key
    return found


def _public_key(item: Any) -> PublicKey | None:
    if not isinstance(item, dict) or not _is_to_verify(item):
        return None
    algorithm = _ALGORITHMS.get(str(item.get("kty")))
    if algorithm is None or item.get("alg", algorithm) != algorithm:
        return None
    try:
        key = jwt.PyJWK.from_dict(item, algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key, RSAPublicKey):
        return key if LEAST_RSA_BITS <= key.key_size <= _MOST_RSA_BITS else None
    # A private key in a public place is not to be trusted, and is no public key.
    is_usable = isinstance(key, EllipticCurvePublicKey) and key.curve.name == "secp256r1"
    return key if is_usable else None


def _is_to_verify(item: dict[str, Any]) -> bool:
    """Whether the key says that it is for signatures, or says nothing."""
    uses = item.get("key_ops", ["verify"])
    if not isinstance(uses, list) or not isinstance(item.get("kid", ""), str):
        return False
    return item.get("use", "sig") == "sig" and "verify" in uses


async def fetch_key_set(url: str, *, seconds: float = 3.0) -> bytes:
    """The bytes behind the address, bounded in time and size. No other address is ever asked.

    Raises ``OSError``, ``TimeoutError``, ``ValueError`` or ``aiohttp.ClientError``.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    # Not unpacked: what is small on the way may be large at its end.
    async with (
        aiohttp.ClientSession(timeout=timeout, auto_decompress=False, headers=_PLAIN) as session,
        session.get(url, allow_redirects=False) as response,
    ):
        if response.status != HTTPStatus.OK:
            raise ValueError("the answer is no key set")
        content = await response.content.read(_LARGEST_KEY_SET + 1)
        while not response.content.at_eof() and len(content) <= _LARGEST_KEY_SET:
            content += await response.content.read(_LARGEST_KEY_SET + 1 - len(content))
    if len(content) > _LARGEST_KEY_SET:
        raise ValueError("the key set is too large")
    return content
