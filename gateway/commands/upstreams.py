"""``endpage upstreams``: the reference company and its database alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gateway.commands.answering import all_answer
from gateway.commands.company import (
    PARTS,
    AnalyticsDelay,
    Creators,
    LiveEndsWithin,
    Options,
    Seed,
    Trap,
    company,
    facts,
    traps_of,
)
from gateway.commands.ready_file import ReadyFile, ready_file_with, remove_ready_file
from gateway.commands.until_stopped import run_until_stopped
from gateway.development import StateDirectory


def upstreams(
    seed: Seed = 7,
    creators: Creators = 50,
    port: Annotated[
        int, typer.Option(min=0, max=65532, help="The first of four ports; 0 takes any.")
    ] = 0,
    ready_file: ReadyFile = None,
    live_ends_within: LiveEndsWithin = 60,
    analytics_delay: AnalyticsDelay = 20,
    trap: Trap = None,
    mongodb_uri: Annotated[
        str | None, typer.Option(help="A replica set to fill, in place of the embedded MongoDB.")
    ] = None,
    gateway_mongodb_uri: Annotated[
        str | None, typer.Option(help="The same for the gateway's user, for the ready file.")
    ] = None,
    shares_mongodb_uri: Annotated[
        str, typer.Option(help="The same for the user who keeps shares.")
    ] = "",
    owner_mongodb_uri: Annotated[
        str, typer.Option(help="The same for the user who sets the gateway's database up.")
    ] = "",
) -> None:
    """Run the three reference services, their MongoDB and the LIVE simulator."""
    options = Options(
        seed=seed,
        creators=creators,
        live_ends_within=live_ends_within,
        analytics_delay=analytics_delay,
        traps=traps_of(trap),
        ports=None if port == 0 else {part: port + at for at, part in enumerate(PARTS)},
        mongodb_uri=mongodb_uri,
        gateway_mongodb_uri=gateway_mongodb_uri,
        shares_mongodb_uri=shares_mongodb_uri,
        owner_mongodb_uri=owner_mongodb_uri,
    )
    remove_ready_file(ready_file)
    run_until_stopped(_run(options, ready_file))


async def _run(options: Options, ready_file: Path | None) -> None:
    state = StateDirectory()
    async with company(options, state) as running:
        await all_answer(f"{url}/livez" for url in running.upstreams.values())
        told = {
            **running.upstreams,
            "mongodb": running.mongodb_uri,
            "credential": state.service_credential_file,
            "to stop": "Ctrl-C",
        }
        with ready_file_with(ready_file, facts(running, state)):
            for name, value in told.items():
                typer.echo(f"{name:<15} {value}")
            await asyncio.Event().wait()
