"""The controls of a running company from outside: its faults, and the calls of a service."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

_SECONDS = 5.0


def set_fault(url: str, fault: dict[str, Any]) -> dict[str, Any]:
    """Set the fault of the service at `url`, none for {}; raises HTTPError when it is invalid."""
    return _asked(url + "/__faults__", "POST", fault)


def press_fault(url: str, service: str, word: str, *, key: str) -> dict[str, Any]:
    """Press a button of the control room at `url`, which its key opens.

    Returns the word of each service then; raises HTTPError when there is no such button.
    """
    return _asked(f"{url}/faults/{quote(service, safe='')}", "PUT", {"fault": word}, key=key)


def calls_of(url: str) -> dict[str, Any]:
    """Return {"count", "calls"}: the reads since the last clearing, the newest 1,000 in full."""
    return _asked(url + "/__calls__", "GET")


def clear_calls(url: str) -> None:
    """Forget the reads so far."""
    _asked(url + "/__calls__", "DELETE")


def _asked(
    url: str, method: str, body: dict[str, Any] | None = None, *, key: str | None = None
) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, method=method)
    if key is not None:
        request.add_header("Authorization", f"Bearer {key}")
    with urlopen(request, timeout=_SECONDS) as response:
        answered: dict[str, Any] = json.load(response)
        return answered
