"""WebSocket identity: who a socket's token is for, until when, and whether a new one may follow."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from gateway.errors import CODES, RequestError
from gateway.gateway import Gateway
from gateway.refusal import masked
from gateway.websocket_closed import Closed
from loaders.viewer import Viewer

_LONGEST_WAIT = 86_400.0 * 365


async def identified(
    gateway: Gateway, authorization: object, *, request_id: str, address: str
) -> Viewer:
    """Who asks from ``address``. What is not text is no token. Raises ``Closed``."""
    try:
        return await gateway.identify(authorization if isinstance(authorization, str) else None)
    except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
        refusal = error if isinstance(error, RequestError) else masked(request_id)
        if refusal.code == "UNAUTHENTICATED":
            gateway.rates.failed(address)
        raise Closed(CODES[refusal.code].socket_code or 4400, refusal.message) from None


async def renewed(
    gateway: Gateway, authorization: object, *, before: Viewer, request_id: str, address: str
) -> Viewer:
    """The same viewer with a new token.

    While the issuer's keys cannot be had it is the viewer as before, whose token is still good: an
    outage of the issuer must not close what it has nothing to do with.

    Raises ``Closed``, also when the token is somebody else's: what runs already would be theirs.
    """
    try:
        viewer = await identified(gateway, authorization, request_id=request_id, address=address)
    except Closed as closed:
        if closed.code == CODES["IDENTITY_UNAVAILABLE"].socket_code:
            return before
        raise
    if viewer.creator_id != before.creator_id:
        raise Closed(4401, "The token is another creator's")
    if viewer.platform != before.platform:
        raise Closed(4403, "The token is for another platform")
    return viewer


def good_until(viewer: Viewer, *, leeway_seconds: float) -> float | None:
    """The loop's time at which the viewer's token, with the leeway, would be refused."""
    if viewer.expires_at is None:
        return None
    left = viewer.expires_at - datetime.now(UTC) + timedelta(seconds=leeway_seconds)
    seconds = min(max(left.total_seconds(), 0.0), _LONGEST_WAIT)
    return asyncio.get_running_loop().time() + seconds
