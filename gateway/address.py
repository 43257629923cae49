"""Address: from which network somebody asks, behind however many proxies."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from gateway.request_headers import RequestHeaders

_NETWORK_BITS = 64
# Who asks once asks again. What a proxy tells may be of any length, and is then read each time.
_MOST_KNOWN = 4_096
_LONGEST_KNOWN = 64


def address_of(scope: MutableMapping[str, Any], headers: RequestHeaders, *, proxies: int) -> str:
    """The network that a request comes from: an IPv4 address, or the half of an IPv6 address that
    stands for a whole household.

    ``proxies`` stand in front of the gateway, and each has written at the end of
    ``X-Forwarded-For`` who has asked it. What stands before that anybody can have written.
    """
    client = scope.get("client")
    told = client[0] if client else ""
    if proxies:
        forwarded = [one.strip() for one in (headers.get("x-forwarded-for") or "").split(",")]
        if len(forwarded) >= proxies and forwarded[-proxies]:
            told = forwarded[-proxies]
    return network_of(told)


def network_of(told: str) -> str:
    """The network of an address as a connection or a proxy tells it; a word that is none stays."""
    return _known(told) if len(told) <= _LONGEST_KNOWN else _read(told)


def _read(told: str) -> str:
    try:
        address = ipaddress.ip_address(_without_port(told))
    except ValueError:
        return told
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    network = ipaddress.ip_network((int(address), _NETWORK_BITS), strict=False)
    return str(network.network_address)


_known = lru_cache(maxsize=_MOST_KNOWN)(_read)


def _without_port(told: str) -> str:
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.partition(":")[0] if told.count(":") == 1 else told
