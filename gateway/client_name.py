"""Client name: what a client says that it is, for the documents that are listed for it alone.

It is what the client says and proves nothing: a list keeps clients apart, it keeps nobody out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.request_headers import RequestHeaders

_HEADERS = ("apollographql-client-name", "x-graphql-client-name")
_LONGEST = 128


def client_name(headers: RequestHeaders) -> str | None:
    """The name in the headers of a request or a handshake; None when there is none."""
    return next((name for one in _HEADERS if (name := headers.get(one))), None)


def client_name_of(extensions: Mapping[str, Any], told: str | None) -> str | None:
    """The name in the extensions of an operation, or else the one that was ``told`` in headers."""
    library = extensions.get("clientLibrary")
    name = library.get("name") if isinstance(library, dict) else None
    return name[:_LONGEST] if isinstance(name, str) and name else told
