"""Visitor: what a request says of who makes it: from which network, and whether it is a person.

Nothing of it is kept; ``allowance`` says what is known of an address, and for how long.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import MutableMapping
from typing import Any

from gateway.request_headers import RequestHeaders

# Those who look at a link to show a preview of it, or to find it again, say so in these words. Of
# "bot" only the end of a word counts, and not that of a maker of telephones.
_MACHINES = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|slurp|facebookexternalhit|facebookcatalog|whatsapp/"
    r"|embedly|iframely|vkshare|skypeuri",
    re.IGNORECASE,
)
_LONGEST_AGENT = 512
_NETWORK_BITS = 64


def address_of(scope: MutableMapping[str, Any], headers: RequestHeaders, *, proxies: int) -> str:
    """The network that a request comes from: an IPv4 address, or the half of an IPv6 address that
    stands for a whole household.

    ``proxies`` stand in front of the gateway, and each has written at the end of
    ``X-Forwarded-For`` who has asked it. What stands before that anybody can have written.
    """
    client = scope.get("client")
    told = client[0] if client else ""
    forwarded = [one.strip() for one in (headers.get("x-forwarded-for") or "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        told = forwarded[-proxies]
    return _network(told)


def is_visit(method: str, headers: RequestHeaders) -> bool:
    """Whether somebody is shown something: no HEAD, no fetch ahead of a click that may never come,
    and none of the machines that say what they are.
    """
    if method != "GET":
        return False
    purposes = ("sec-purpose", "purpose", "x-moz", "x-purpose")
    if any("pre" in (headers.get(name) or "").lower() for name in purposes):
        return False
    return _MACHINES.search((headers.get("user-agent") or "")[:_LONGEST_AGENT]) is None


def _network(told: str) -> str:
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


def _without_port(told: str) -> str:
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.partition(":")[0] if told.count(":") == 1 else told
