"""Visitor: what a request says of who makes it: whether it is a person."""

from __future__ import annotations

import re

from gateway.request_headers import RequestHeaders

# Those who look at a link to show a preview of it, or to find it again, say so in these words. Of
# "bot" only the end of a word counts, and not that of a maker of telephones.
_MACHINES = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|slurp|facebookexternalhit|facebookcatalog|whatsapp/"
    r"|embedly|iframely|vkshare|skypeuri",
    re.IGNORECASE,
)
_LONGEST_AGENT = 512


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
