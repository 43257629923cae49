"""Boot checks: what must be there before a gateway is sent its first request.

| check | it is done when | until then |
|---|---|---|
| `keys` | the issuer's keys have been had once | no token can be checked |
| `database` | its own database is as `endpage migrate` of this version makes it | none is safe |

Documents are no check: they are planned before a process takes any request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from gateway.keys import Keys, KeysUnavailable
from gateway.readiness import Check
from loaders.schema_version import NEEDED, SchemaState

KEYS = "keys"
DATABASE = "database"
_log = structlog.get_logger(__name__)


def boot_checks(keys: Keys, state: Callable[[], Awaitable[SchemaState]]) -> dict[str, Check]:
    """The checks of a gateway with these keys; ``state`` is what its own database is like."""
    return {KEYS: has_keys(keys), DATABASE: is_migrated(state)}


def has_keys(keys: Keys) -> Check:
    """Whether any key is known by which a token could be checked."""

    async def check() -> bool:
        try:
            await keys.key(None)
        except KeysUnavailable:
            return False
        return True

    return check


def is_migrated(state: Callable[[], Awaitable[SchemaState]]) -> Check:
    """Whether the gateway's own database is set up for this version. An outage says nothing of
    that, so that gateways may begin during one.
    """
    told: SchemaState | None = None

    async def check() -> bool | None:
        nonlocal told
        found = await state()
        if found is not told and found in _NOT_AS_NEEDED:
            _log.error("database_not_as_needed", state=found.value, needs=NEEDED)
        told = found
        if found is SchemaState.UNKNOWN:
            return None
        return found is SchemaState.CURRENT

    return check


_NOT_AS_NEEDED = frozenset({SchemaState.OLDER, SchemaState.NOT_ALLOWED})
