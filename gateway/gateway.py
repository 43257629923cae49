"""Gateway: what lives with the app, as the transports see it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import cast

from starlette.types import Scope

from gateway.admission import Admission
from gateway.alarms import Alarms
from gateway.auth import Identify
from gateway.connections import Connections
from gateway.deprecated_uses import DeprecatedUses
from gateway.execution import Engine
from gateway.media_streams import MediaStreams
from gateway.rates import Rates
from gateway.readiness import Readiness
from gateway.revocations import Revocations
from gateway.settings import Settings
from gateway.streams import Streams
from gateway.subgraph import Subgraph
from gateway.subscriptions import Subscriptions
from gateway.telemetry.telemetry import SILENT, Telemetry
from loaders.sources import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """The settings, the sources, how an operation is run, whose turn it is, who asks, and how much.

    ``reachable`` tells of each source whether it can be reached now, for health reports.
    ``subgraph`` runs what a router asks; None: there is no router.
    """

    settings: Settings
    sources: Sources
    engine: Engine
    identify: Identify
    reachable: Callable[[], Awaitable[dict[str, bool]]]
    subscriptions: Subscriptions
    streams: Streams
    media_streams: MediaStreams
    admission: Admission = field(default_factory=Admission)
    alarms: Alarms = field(default_factory=Alarms)
    subgraph: Subgraph | None = None
    revocations: Revocations = field(default_factory=Revocations)
    deprecated_uses: DeprecatedUses = field(default_factory=DeprecatedUses)
    rates: Rates = field(default_factory=Rates)
    connections: Connections = field(default_factory=Connections)
    readiness: Readiness = field(default_factory=Readiness)
    telemetry: Telemetry = SILENT

    async def drain(self) -> None:
        """Be unready, for as long as it takes whoever sends requests to see that; then end all that
        goes on, spread over the time for it, in a way after which it goes on elsewhere.

        Until then all is answered as ever: a client that was sent away too soon would come back to
        this gateway.
        """
        self.readiness.leave()
        await asyncio.sleep(self.settings.unready_seconds)
        seconds = self.settings.drain_seconds
        await asyncio.gather(self.streams.drain(seconds), self.media_streams.drain(seconds))


def gateway_of(scope: Scope) -> Gateway:
    """The gateway that the app's lifespan has opened."""
    return cast("Gateway", scope["state"]["gateway"])
