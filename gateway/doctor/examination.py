"""Examination: everything that the doctor looks at, in the order in which it is told."""

from __future__ import annotations

import asyncio

from gateway.doctor.databases import company_database, own_database
from gateway.doctor.finding import Finding
from gateway.doctor.issuer import issuer
from gateway.doctor.machine import machine, port
from gateway.doctor.services import services
from gateway.settings import Settings


async def examine(settings: Settings, *, owner_uri: str | None = None) -> list[Finding]:
    """Everything about a deployment with these settings. ``owner_uri`` is that of who owns the
    gateway's own database, for what its user may not see.
    """
    found = await asyncio.gather(
        asyncio.to_thread(machine, settings),
        _alone(settings),
        services(settings),
        issuer(settings),
        asyncio.to_thread(company_database, settings),
        asyncio.to_thread(own_database, settings, owner_uri=owner_uri),
    )
    return [finding for findings in found for finding in findings]


async def _alone(settings: Settings) -> list[Finding]:
    return [await port(settings)]
