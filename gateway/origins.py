"""Origins: the sites whose pages may ask from a browser.

A browser says in ``Origin`` which site's page asks, and no page can make it say another. An APP
sends none, or the gateway's own.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

ANY = "*"
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_STANDARD_PORTS = {"http": ":80", "https": ":443"}


def origins(value: str) -> tuple[str, ...]:
    """Sites with commas between them, each as a browser names it. Raises ``ValueError``."""
    found = tuple(item.strip().lower() for item in value.split(","))
    if found == (ANY,) or all(_is_origin(item) for item in found):
        return found
    raise ValueError(
        "must be origins with commas between them, each scheme://host or scheme://host:port "
        f"without the scheme's own port, or {ANY} alone"
    )


def is_allowed(origin: str | None, allowed: tuple[str, ...] | None) -> bool:
    """Whether a page of ``origin`` may ask. None: nobody says that it is a page."""
    if origin is None or allowed is None:
        return False
    return origin in allowed or allowed == (ANY,)


def is_own(origin: str, host: str | None, public_url: str) -> bool:
    """Whether ``origin`` is the gateway's own, as the client has addressed it or the world does.

    A proxy may have taken the encryption off, so the scheme does not count.
    """
    _, _, authority = origin.partition("://")
    return authority != "" and authority in {host, urlsplit(public_url).netloc}


def _is_origin(item: str) -> bool:
    scheme = item.partition("://")[0]
    has_standard_port = item.endswith(_STANDARD_PORTS.get(scheme, " "))
    return _ORIGIN.fullmatch(item) is not None and not has_standard_port
