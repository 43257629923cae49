"""Known tokens: whom a token was for when it was last checked.

A client asks many times with one token, and checking its signature costs more than the rest of the
transport together. What is known holds until the token's own expiry, as long as the issuer's keys
are those that it was checked with: one that the issuer withdraws is without effect as soon as that
is heard.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from gateway.auth import Identify
from loaders.viewer import Viewer

_MOST = 10_000


def remembering(
    identify: Identify,
    *,
    generation: Callable[[], int],
    most: int = _MOST,
    clock: Callable[[], float] = time.time,
) -> Identify:
    """The same function, which does not check again what it has found good.

    ``generation`` gives another number when the keys are others. ``most`` bounds how many are
    remembered; ``clock`` gives unix seconds. Refusals are not kept.
    """
    known: dict[str, tuple[Viewer, float]] = {}
    checked_with = generation()

    async def identify_again(authorization: str | None) -> Viewer:
        nonlocal checked_with
        if generation() != checked_with:
            known.clear()
            checked_with = generation()
        found = known.get(authorization or "")
        if found is not None and clock() < found[1]:
            return found[0]
        viewer = await identify(authorization)
        # While it was checked, the keys may have become others.
        is_checked_with_these = generation() == checked_with
        if authorization is not None and viewer.expires_at is not None and is_checked_with_these:
            known.pop(authorization, None)
            if len(known) >= most:
                # The oldest is the first: a dict keeps the order in which things came.
                del known[next(iter(known))]
            known[authorization] = (viewer, viewer.expires_at.timestamp())
        return viewer

    return identify_again
