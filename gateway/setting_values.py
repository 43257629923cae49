"""How the text of one environment variable becomes a value.

Every parser takes the text and raises ``ValueError`` with words that follow the variable's name
("must be ..."). The words never repeat the text: it may hold a secret.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PublicKey = RSAPublicKey | EllipticCurvePublicKey

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_LEAST_RSA_BITS = 2048
_LINK_KEY_ID = re.compile(rb"[A-Za-z0-9]{1,16}")
_LEAST_LINK_SECRET = 32
_MONGODB = ("mongodb://", "mongodb+srv://")


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


def text(value: str) -> str:
    """Any text without control characters, at most 1,024 characters."""
    if len(value) > 1024 or not value.isprintable():
        raise ValueError("must be printable text of at most 1,024 characters")
    return value


def word(value: str) -> str:
    """A name of letters, digits, ``_``, ``.`` and ``-``."""
    if not _WORD.fullmatch(value):
        raise ValueError("must be a name of letters, digits, '_', '.' and '-'")
    return value


def words(value: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(word(item.strip()) for item in value.split(","))


def languages(value: str) -> tuple[str, ...]:
    """BCP 47 language tags with commas between them; the first is the default."""
    tags = tuple(item.strip() for item in value.split(","))
    if not all(_LANGUAGE.fullmatch(tag) for tag in tags):
        raise ValueError("must be language tags with commas between them, such as en,pt-BR")
    return tags


def one_of(*choices: str) -> Callable[[str], str]:
    """One of the words given."""

    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return parse


def some_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Some of the words given, with commas between them."""

    def parse(value: str) -> tuple[str, ...]:
        chosen = tuple(item.strip() for item in value.split(","))
        if not set(chosen) <= set(choices):
            raise ValueError(f"must be some of {', '.join(choices)}, with commas between them")
        return chosen

    return parse


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number within bounds, both included."""

    def parse(value: str) -> int:
        # ``int`` alone takes "1_0", " 1" and other alphabets' digits, and is slow for long text.
        if not re.fullmatch(r"-?[0-9]{1,12}", value) or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return parse


def http_url(value: str) -> str:
    """An ``http`` or ``https`` address without query or fragment, without a slash at its end."""
    parts = _split(value)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address that starts with http:// or https://")
    if parts.query or parts.fragment:
        raise ValueError("must be an address without query and fragment")
    return value.rstrip("/")


def mongodb_uri(value: str) -> str:
    """A MongoDB connection string that the driver takes with all its options. Asks no network."""
    # Not at the top: the driver is a long import, and most commands read no settings.
    from pymongo import MongoClient
    from pymongo.uri_parser import split_options

    try:
        if _split(value, needs_port=False) is None or not value.startswith(_MONGODB):
            raise ValueError
        with warnings.catch_warnings(action="ignore"):
            # A client warns of options that it cannot use, and ignores them: that would be silent.
            if options := value.partition("?")[2]:
                split_options(options)
            MongoClient[dict[str, Any]](value, connect=False).close()
    except Exception:  # noqa: BLE001  # The driver has many errors, and their words hold the value.
        raise ValueError(
            "must be a MongoDB address (mongodb:// or mongodb+srv://) that the driver can use, "
            "with its options and the files that they name"
        ) from None
    return value


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
    if isinstance(key, RSAPublicKey) and key.key_size >= _LEAST_RSA_BITS:
        return PublicKeyFile(Path(value), key)
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name == "secp256r1":
        return PublicKeyFile(Path(value), key)
    raise ValueError(fault)


def without_credentials(value: str) -> str:
    """An address without its options, and with ``***`` for user name and password."""
    return re.sub(r"//.*@", "//***@", value, flags=re.DOTALL).partition("?")[0]


def _split(value: str, *, needs_port: bool = True) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        if needs_port:
            _ = parts.port  # Raises for a port that is no number.
    except ValueError:
        return None
    return parts if value.isprintable() and " " not in value else None


def _read(value: str) -> bytes:
    try:
        return Path(value).read_bytes()
    except (OSError, ValueError):
        raise ValueError("must name a readable file") from None
