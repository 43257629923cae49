"""How the text of one environment variable becomes a value.

Every parser takes the text and raises ``ValueError`` with words that follow the variable's name
("must be ..."). The words never repeat the text: it may hold a secret.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_MONGODB = ("mongodb://", "mongodb+srv://")


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


def part(value: str) -> float:
    """A part of a whole, from 0 to 1, with at most six digits behind the point."""
    if not re.fullmatch(r"0|1|[01]?\.[0-9]{1,6}", value) or float(value) > 1:
        raise ValueError("must be a number from 0 to 1, such as 0.05")
    return float(value)


@dataclass(frozen=True, slots=True)
class ListeningAddress:
    """Where to listen; port 0 takes any."""

    host: str
    port: int

    def of_worker(self, worker: int) -> ListeningAddress:
        """That of one of several processes, the first of which has this one."""
        return ListeningAddress(self.host, self.port + worker if self.port else 0)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def listening_address(value: str) -> ListeningAddress:
    """``host:port``, or the port alone, which is this machine's own."""
    host, colon, port = value.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if colon else "127.0.0.1"
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535 or not _HOST.fullmatch(host):
        raise ValueError("must be a port, or an address with a port, such as 127.0.0.1:9464")
    return ListeningAddress(host, int(port))


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
