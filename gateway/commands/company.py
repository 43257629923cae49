"""Company: the reference company as the commands for development start and tell of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.commands.simulate import needs_dev_extra
from gateway.development import StateDirectory, mint_token

if TYPE_CHECKING:
    from upstreams.control_room import ControlRoom
    from upstreams.database_line import DatabaseLine
    from upstreams.launch import Running

PARTS = ("mongodb", "shop_analytics", "rewards", "journey")

Seed = Annotated[int, typer.Option(help="What the company's data grow from.")]
Creators = Annotated[int, typer.Option(min=5, help="How many creators there are.")]
LiveEndsWithin = Annotated[
    int, typer.Option(min=1, help="Seconds until the LIVE that is on has ended.")
]
AnalyticsDelay = Annotated[
    float, typer.Option(min=0, help="Seconds after an end until shop analytics has figures.")
]
Trap = Annotated[
    list[str] | None,
    typer.Option(help="SERVICE:TRAP, an oddity of a service's contract. May be repeated."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the company is to be like.

    ``ports`` names one for each of ``PARTS``; None is any. The addresses are those of a MongoDB
    that takes the place of the embedded one; None is the embedded one.
    """

    seed: int
    creators: int
    live_ends_within: int
    analytics_delay: float
    traps: dict[str, tuple[str, ...]]
    ports: dict[str, int] | None = None
    mongodb_uri: str | None = None
    gateway_mongodb_uri: str | None = None
    shares_mongodb_uri: str = ""
    owner_mongodb_uri: str = ""


def traps_of(words: list[str] | None) -> dict[str, tuple[str, ...]]:
    """The traps by service, from words like ``rewards:late``."""
    traps: dict[str, tuple[str, ...]] = {}
    for word in words or []:
        service, colon, trap = word.partition(":")
        if service not in PARTS[1:] or not colon:
            message = f"{word} is not SERVICE:TRAP; the services are {', '.join(PARTS[1:])}"
            raise typer.BadParameter(message, param_hint="--trap")
        traps[service] = (*traps.get(service, ()), trap)
    return traps


@asynccontextmanager
async def company(options: Options, state: StateDirectory) -> AsyncIterator[Running]:
    """The company, running. Ends the command when it is not installed or does not start."""
    try:
        from upstreams.launch import Company
        from upstreams.process import ChildFailed
        from upstreams.service.department import Delays
    except ModuleNotFoundError:
        needs_dev_extra()
    started = Company(
        seed=options.seed,
        creators=options.creators,
        ports=options.ports,
        live_ends_within=options.live_ends_within,
        delays=Delays(analytics=options.analytics_delay),
        traps=options.traps,
        media_directory=state.media_directory,
        mongodb_uri=options.mongodb_uri,
        gateway_mongodb_uri=options.gateway_mongodb_uri,
        shares_mongodb_uri=options.shares_mongodb_uri,
        owner_mongodb_uri=options.owner_mongodb_uri,
        service_credential=state.service_credential_file.read_text(encoding="ascii"),
    )
    try:
        running = await started.__aenter__()
    except ChildFailed as error:
        typer.echo(f"The company does not start: {error}", err=True)
        raise typer.Exit(1) from None
    try:
        yield running
    finally:
        await started.__aexit__(None, None, None)


@asynccontextmanager
async def database_line(running: Running) -> AsyncIterator[DatabaseLine]:
    """The gateway's way to the embedded database, which the buttons break."""
    from upstreams.database_line import database_line

    async with database_line(running.gateway_mongodb_uri) as line:
        yield line


@asynccontextmanager
async def controls(
    running: Running, state: StateDirectory, *, origin: str, line: DatabaseLine
) -> AsyncIterator[ControlRoom]:
    """The buttons of the company, for pages of the origin."""
    from upstreams.control_room import control_room

    told = facts(running, state)
    cast = {"tokens": told["tokens"], "sessions": told["sessions"]}
    async with control_room(running, origin=origin, cast=cast, line=line) as room:
        yield room


def facts(running: Running, state: StateDirectory) -> dict[str, Any]:
    """What the ready file says of the company."""
    secret = state.jwt_secret_file.read_bytes()
    return {
        "upstreams": running.upstreams,
        "mongodb_uri": running.mongodb_uri,
        "gateway_mongodb_uri": running.gateway_mongodb_uri,
        "shares_mongodb_uri": running.shares_mongodb_uri,
        "owner_mongodb_uri": running.owner_mongodb_uri,
        "media_directory": running.media_directory,
        "tokens": {creator: mint_token(creator, secret=secret) for creator in running.creators},
        "sessions": running.sessions,
        "pids": running.pids,
        "jwt_secret_file": str(state.jwt_secret_file),
        "service_credential_file": str(state.service_credential_file),
        "link_keys_file": str(state.link_keys_file),
    }
