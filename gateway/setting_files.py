"""Setting files: how the name of a file, or of a directory, becomes what is in it.

Every parser takes the name and raises ``ValueError`` with words that follow the variable's name
("must name ..."). The words never repeat the name: it may be a secret in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PublicKey = RSAPublicKey | EllipticCurvePublicKey

LEAST_RSA_BITS = 2048
_LINK_KEY_ID = re.compile(rb"[A-Za-z0-9]{1,16}")
_LEAST_LINK_SECRET = 32


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A file that holds a secret, read once. The secret is in no ``repr``."""

    path: Path
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PublicKeyFile:
    """A PEM file that holds a public key, read once."""

    path: Path
    key: PublicKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class LinkKeysFile:
    """A file with the keys of links, read once; by their ids, the one that signs first."""

    path: Path
    keys: dict[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClientLimitsFile:
    """A file with limits by the names of clients, read once."""

    path: Path
    by_client: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class LimitsFile:
    """A file with limits by the names of their settings, read once."""

    path: Path
    by_name: dict[str, int]


def limits_file(value: str) -> LimitsFile:
    """A JSON object of whole numbers, by the names of settings."""
    try:
        by_name = msgspec.json.decode(_read(value), type=dict[str, int])
    except msgspec.DecodeError:
        raise ValueError("must name a JSON file of whole numbers by limit") from None
    return LimitsFile(Path(value), by_name)


def client_limits_file(value: str) -> ClientLimitsFile:
    """A JSON object of objects of whole numbers: limits by their names, by those of clients."""
    try:
        by_client = msgspec.json.decode(_read(value), type=dict[str, dict[str, int]])
    except msgspec.DecodeError:
        fault = "must name a JSON file of whole numbers by limit, by client"
        raise ValueError(fault) from None
    return ClientLimitsFile(Path(value), by_client)


def secret_file(least_bytes: int) -> Callable[[str], SecretFile]:
    """A file with a secret of at least so many bytes; white space around it does not count."""

    def parse(value: str) -> SecretFile:
        content = _read(value).strip()
        if len(content) < least_bytes:
            raise ValueError(f"must name a file with a secret of at least {least_bytes} bytes")
        return SecretFile(Path(value), content)

    return parse


def credential_file(value: str) -> SecretFile:
    """A file with a credential that a header can carry: 8 visible ASCII characters or more."""
    file = secret_file(8)(value)
    if not all(0x21 <= byte <= 0x7E for byte in file.content):
        raise ValueError("must name a file with one word of visible ASCII characters")
    return file


def link_keys_file(value: str) -> LinkKeysFile:
    """A file of lines ``id secret``, secrets of at least 32 visible ASCII characters."""
    fault = "must name a file of lines 'id secret', each secret 32 visible ASCII characters or more"
    keys: dict[str, bytes] = {}
    for line in _read(value).splitlines():
        words = line.split()
        if not words:
            continue
        if len(words) != 2 or not _LINK_KEY_ID.fullmatch(words[0]):
            raise ValueError(fault)
        secret = words[1]
        if len(secret) < _LEAST_LINK_SECRET or not all(0x21 <= byte <= 0x7E for byte in secret):
            raise ValueError(fault)
        if words[0].decode() in keys:
            raise ValueError("must name a file in which each id stands once")
        keys[words[0].decode()] = secret
    if not keys:
        raise ValueError(fault)
    return LinkKeysFile(Path(value), keys)


def directory(value: str) -> Path:
    """A directory that is there."""
    path = Path(value)
    try:
        is_there = path.is_dir()
    except (OSError, ValueError):
        is_there = False
    if not is_there:
        raise ValueError("must name a directory")
    return path.absolute()


def public_key_file(value: str) -> PublicKeyFile:
    """A PEM file with an RSA key of at least 2,048 bits or an elliptic-curve (P-256) public key."""
    fault = "must name a PEM file with an RSA (2,048 bits or more) or P-256 public key"
    try:
        key = load_pem_public_key(_read(value))
    except (UnsupportedAlgorithm, ValueError) as error:
        raise ValueError(str(error) if "readable" in str(error) else fault) from None
    if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_RSA_BITS:
        return PublicKeyFile(Path(value), key)
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name == "secp256r1":
        return PublicKeyFile(Path(value), key)
    raise ValueError(fault)


def _read(value: str) -> bytes:
    try:
        return Path(value).read_bytes()
    except (OSError, ValueError):
        raise ValueError("must name a readable file") from None
