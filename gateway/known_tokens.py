"""Known tokens: whom a token was for when it was last checked.

A client asks many times with one token, and checking its signature costs more than the rest of the
transport together. What is known is kept for a minute at most, so that a key which the issuer
withdraws is soon without effect, and never beyond the token's own expiry.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from gateway.auth import Identify
from loaders.viewer import Viewer

_MOST = 10_000
_SECONDS = 60.0


def remembering(
    identify: Identify,
    *,
    seconds: float = _SECONDS,
    most: int = _MOST,
    clock: Callable[[], float] = time.time,
) -> Identify:
    """The same function, which does not check again what it has just found good.

    ``most`` bounds how many are remembered; ``clock`` gives unix seconds. Refusals are not kept.
    """
    known: dict[str, tuple[Viewer, float]] = {}

    async def identify_again(authorization: str | None) -> Viewer:
        found = known.get(authorization or "")
        if found is not None and clock() < found[1]:
            return found[0]
        viewer = await identify(authorization)
        if authorization is not None and viewer.expires_at is not None:
            if len(known) >= most:
                # The oldest is the first: a dict keeps the order in which things came.
                del known[next(iter(known))]
            known.pop(authorization, None)
            known[authorization] = (viewer, min(clock() + seconds, viewer.expires_at.timestamp()))
        return viewer

    return identify_again
