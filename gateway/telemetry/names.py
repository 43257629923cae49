"""Names: what may stand in a label, so that strangers cannot make up more of it."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.plan import Plan
from gateway.settings import Settings
from gateway.telemetry.declared import OTHER

# Lists that are read again and again may bring new names each time.
_MOST_OPERATIONS = 1_000


class Names:
    """The names of known documents' operations, as they come, and those of the clients given."""

    def __init__(self, clients: Iterable[str] = (), *, most: int = _MOST_OPERATIONS) -> None:
        self._clients = frozenset(clients)
        self._operations: set[str] = set()
        self._most = most

    def operation(self, plan: Plan | None) -> str:
        """The name of the operation, if its document is known."""
        if plan is None or not plan.is_known:
            return OTHER
        name = plan.name
        if name is None:
            return OTHER
        if name not in self._operations:
            if len(self._operations) >= self._most:
                return OTHER
            self._operations.add(name)
        return name

    def client(self, name: str | None) -> str:
        """The client's name, if the settings name it, too."""
        return name if name in self._clients and name is not None else OTHER


def clients_of(settings: Settings) -> set[str]:
    """The clients that the settings name: they have documents, or limits, of their own."""
    named = {source.client for source in settings.documents or () if source.client is not None}
    limits = settings.client_limits_file
    return named | set(limits.by_client if limits is not None else ())
