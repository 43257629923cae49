"""Client: which APP asks, and which version of it, by its own words.

| where it is told | its names |
|---|---|
| headers, or ``connection_init`` | ``apollographql-client-name`` and ``-version`` |
| the same | ``x-graphql-client-name`` and ``-version`` |
| the same | ``graphql-client-name`` and ``-version`` |
| ``connection_init`` | ``client``, with ``name`` and ``version`` |
| ``extensions`` of the request | ``clientLibrary``, with ``name`` and ``version`` |

It is for logs and counts: nobody is trusted or refused by it. What is too long or odd is not told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.request_headers import RequestHeaders

_PREFIXES = ("apollographql-client", "x-graphql-client", "graphql-client")
_HEADERS = frozenset(
    f"{prefix}-{told}".encode("ascii") for prefix in _PREFIXES for told in ("name", "version")
)
_WORD = re.compile(r"[A-Za-z0-9@][A-Za-z0-9 ._@/+:()-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Client:
    """Either is None when it is not told: at most 64 plain characters."""

    name: str | None = None
    version: str | None = None

    def or_else(self, other: Client) -> Client:
        """This one, or the other where this one tells nothing."""
        return other if self == NOBODY else self


NOBODY = Client()


def client_of_headers(headers: RequestHeaders) -> Client:
    """Who the headers of a request or handshake say that asks."""
    return NOBODY if headers.has_none_of(_HEADERS) else _named(headers.get)


def client_of_payload(payload: Mapping[str, Any] | None) -> Client:
    """Who the payload of ``connection_init`` says that asks."""
    if not payload:
        return NOBODY
    return _named(payload.get).or_else(_of_object(payload.get("client")))


def client_of_extensions(extensions: Mapping[str, Any]) -> Client:
    """Which library a request's extensions say that asks: for who tells nothing better."""
    return _of_object(extensions.get("clientLibrary"))


def _named(get: Callable[[str], object]) -> Client:
    for prefix in _PREFIXES:
        client = _client(get(f"{prefix}-name"), get(f"{prefix}-version"))
        if client != NOBODY:
            return client
    return NOBODY


def _of_object(told: object) -> Client:
    if not isinstance(told, dict):
        return NOBODY
    return _client(told.get("name"), told.get("version"))


def _client(name: object, version: object) -> Client:
    plain = Client(_plain(name), _plain(version))
    return NOBODY if plain == NOBODY else plain


def _plain(told: object) -> str | None:
    return told if isinstance(told, str) and _WORD.fullmatch(told) else None
