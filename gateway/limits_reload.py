"""Limits reload: how much may be asked for is read again on SIGHUP, and holds from then on.

All of it or none: settings of which anything is wrong are refused as they would be at a start, and
what held goes on. What runs, runs on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from gateway.admission import Admission
from gateway.documents import Documents
from gateway.known_documents import KnownDocuments
from gateway.rates import Rates
from gateway.setting_declarations import declarations_of, field_of
from gateway.settings import Settings


class LimitsReload:
    """The limits of one process, which are those of ``settings`` until they are read again."""

    def __init__(
        self,
        settings: Settings,
        *,
        read: Callable[[], Settings],
        rates: Rates,
        admission: Admission,
        beside: Sequence[Documents] = (),
    ) -> None:
        """``read`` gives the settings as they are by then; it raises SettingsError, and may block.
        ``beside`` are documents that have the same limits as the known ones.
        """
        self.read = read
        self._settings = settings
        self._rates = rates
        self._admission = admission
        self._beside = beside

    def apply(self, settings: Settings, documents: Documents, known: KnownDocuments) -> None:
        """From now on what these settings say holds, and these documents are known, and the log
        says what has changed.
        """
        limits = settings.demand_limits
        documents.renew(known, limits)
        for one in self._beside:
            one.renew(one.known, limits)
        self._rates.change(
            creator=settings.creator_cost,
            client=settings.client_cost,
            address=settings.address_cost,
            failures=settings.address_failures,
        )
        self._admission.change(
            operations=settings.operations, queue=settings.queue, wait_ms=settings.queue_ms
        )
        before, self._settings = self._settings, settings
        structlog.get_logger().info(
            "limits_reloaded",
            changed=changed(before, settings),
            needs_restart=needs_restart(before, settings),
        )


def changed(before: Settings, now: Settings) -> dict[str, str]:
    """What holds from now on and did not before, by the setting's name."""
    return {
        name: "read again" if name.endswith("_file") else f"{old} -> {new}"
        for name, old, new in _differences(before, now, are_reloaded=True)
    }


def needs_restart(before: Settings, now: Settings) -> list[str]:
    """What would be another at a start and is not now, by the setting's name."""
    return [name for name, _, _ in _differences(before, now, are_reloaded=False)]


def _differences(
    before: Settings, now: Settings, *, are_reloaded: bool
) -> list[tuple[str, object, object]]:
    pairs = [
        (name, getattr(before, name), getattr(now, name))
        for name, declaration in (
            (field_of(name), declaration) for name, declaration in declarations_of(Settings).items()
        )
        if declaration.reloads is are_reloaded
    ]
    return [(name, old, new) for name, old, new in pairs if old != new]
