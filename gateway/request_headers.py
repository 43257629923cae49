"""Request headers: the few that matter, read from an ASGI scope."""

from __future__ import annotations

import os
import re
from collections.abc import MutableMapping
from typing import Any

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestHeaders:
    """The headers of one request or handshake. Names are lower case."""

    __slots__ = ("_values",)

    def __init__(self, scope: MutableMapping[str, Any]) -> None:
        self._values: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            # Of a header that is sent twice, lists are one list (RFC 9110, section 5.3).
            known = self._values.get(name)
            self._values[name] = value if known is None else known + b", " + value

    def get(self, name: str) -> str | None:
        """The header's value, or None when it was not sent."""
        value = self._values.get(name.encode("ascii"))
        return None if value is None else value.decode("latin-1")

    def has_none_of(self, names: frozenset[bytes]) -> bool:
        """Whether none of these was sent."""
        return names.isdisjoint(self._values)

    def forget(self) -> None:
        """Let go of all of them."""
        # A dict that was emptied would keep its size.
        self._values = {}

    def request_id(self) -> str:
        """The client's ``X-Request-Id`` when it is a plain short name, else a new one."""
        given = self.get("x-request-id")
        return given if given and _REQUEST_ID.fullmatch(given) else os.urandom(16).hex()
