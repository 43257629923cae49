"""The command `simulate`: it moves LIVEs, and takes recordings away, in a company's database.

A typer application that the product's command line mounts; `faults` of `upstreams.faults_cli` is
the other one. Longer than most files, because it is one short function a command.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from upstreams.company.seeding import read_seed
from upstreams.company.world import Seed, World
from upstreams.faults_cli import faults
from upstreams.simulator.__main__ import simulate as simulate_until
from upstreams.simulator.live_service import Document, LiveService
from upstreams.simulator.recordings_service import RecordingsService
from upstreams.simulator.run import Simulator
from upstreams.simulator.transitions import SimulatorError

simulate = typer.Typer(
    help="Move LIVEs, and take recordings away, in a company's database.",
    no_args_is_help=True,
    add_completion=False,
)

__all__ = ["faults", "simulate"]

Uri = Annotated[str, typer.Option("--mongodb-uri", help="The company's database.")]
SessionId = Annotated[str, typer.Argument(metavar="SESSION", help="Id of the session.")]
RecordingId = Annotated[str, typer.Argument(metavar="RECORDING", help="Id of the recording.")]


@contextmanager
def _company(uri: str) -> Iterator[tuple[MongoClient[dict[str, Any]], World]]:
    """Give a database and its facts; an error is told in one line, with exit code 1."""
    client: MongoClient[dict[str, Any]] = MongoClient(
        uri, tz_aware=True, serverSelectionTimeoutMS=5000
    )
    try:
        with client:
            # A database that was seeded by something else has the facts of a plain company.
            seed = read_seed(client) or Seed(7, int(time.time()), 50_000)
            yield client, World(seed)
    except SimulatorError as error:
        _fail(str(error))
    except PyMongoError as error:
        _fail(f"the database did not answer: {error}")


def _fail(message: str) -> None:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(1)


def _move(uri: str, command: Callable[[LiveService], Document]) -> None:
    with _company(uri) as (client, world):
        document = command(LiveService(client, world))
        # The recordings service hears of an end at once; beginning twice does no harm.
        RecordingsService(client, world).begin(document)
        typer.echo(f"{document['_id']} revision {document['revision']}", err=True)


def _withdraw(uri: str, command: Callable[[RecordingsService], Document]) -> None:
    with _company(uri) as (client, world):
        document = command(RecordingsService(client, world))
        told = f"{document['_id']} {document['state']} revision {document['revision']}"
        typer.echo(told, err=True)


@simulate.command()
def start(
    creator: Annotated[str, typer.Option(help="Id of the creator who goes LIVE.")],
    mongodb_uri: Uri,
    aired_minutes: Annotated[
        float, typer.Option(min=0, help="For how long the LIVE has been on air already.")
    ] = 30,
    products: Annotated[
        int, typer.Option(min=0, help="Products added; 0 is a LIVE without shopping.")
    ] = 12,
    practice: Annotated[bool, typer.Option(help="A practice that nobody sees.")] = False,
) -> None:
    """Start a LIVE and print its session's id."""
    with _company(mongodb_uri) as (client, world):
        identifier = LiveService(client, world).start(
            creator, aired_minutes=aired_minutes, products=products, is_practice=practice
        )
        typer.echo(identifier)


@simulate.command()
def end(
    session: SessionId,
    mongodb_uri: Uri,
    reason: Annotated[
        str, typer.Option(help="HOST_ENDED, DEVICE_SWITCH or SYSTEM.")
    ] = "HOST_ENDED",
) -> None:
    """End a LIVE."""
    if reason not in ("HOST_ENDED", "DEVICE_SWITCH", "SYSTEM"):
        _fail(f"no such reason {reason!r}: HOST_ENDED, DEVICE_SWITCH or SYSTEM")
    _move(mongodb_uri, lambda live: live.end(session, reason=reason))


@simulate.command()
def pause(session: SessionId, mongodb_uri: Uri) -> None:
    """Pause a LIVE."""
    _move(mongodb_uri, lambda live: live.pause(session))


@simulate.command()
def resume(session: SessionId, mongodb_uri: Uri) -> None:
    """Put a paused LIVE back on air."""
    _move(mongodb_uri, lambda live: live.resume(session))


@simulate.command()
def suspend(
    session: SessionId,
    mongodb_uri: Uri,
    violation: Annotated[str, typer.Option(help="Code of the violation.")] = "MISLEADING_CLAIM",
) -> None:
    """End a LIVE for a violation."""
    _move(mongodb_uri, lambda live: live.suspend(session, violation=violation))


@simulate.command()
def disconnect(session: SessionId, mongodb_uri: Uri) -> None:
    """Lose the host's connection."""
    _move(mongodb_uri, lambda live: live.disconnect(session))


@simulate.command()
def reconnect(session: SessionId, mongodb_uri: Uri) -> None:
    """Bring a lost host back."""
    _move(mongodb_uri, lambda live: live.reconnect(session))


@simulate.command()
def begin(session: SessionId, mongodb_uri: Uri) -> None:
    """Put a scheduled LIVE on air."""
    _move(mongodb_uri, lambda live: live.begin(session))


@simulate.command()
def cancel(session: SessionId, mongodb_uri: Uri) -> None:
    """Call a scheduled LIVE off."""
    _move(mongodb_uri, lambda live: live.cancel(session))


@simulate.command("false-start")
def false_start(session: SessionId, mongodb_uri: Uri) -> None:
    """End a LIVE as one that never really began."""
    _move(mongodb_uri, lambda live: live.false_start(session))


@simulate.command("continue")
def carry_on(session: SessionId, mongodb_uri: Uri) -> None:
    """Carry a broadcast on in a new session and print its id."""
    with _company(mongodb_uri) as (client, world):
        live = LiveService(client, world)
        following = live.carry_on(session)
        RecordingsService(client, world).begin(live.found(session))
        typer.echo(following)


@simulate.command("delete-recording")
def delete_recording(recording: RecordingId, mongodb_uri: Uri) -> None:
    """Delete a recording, as its creator does; its files are gone."""
    _withdraw(mongodb_uri, lambda recordings: recordings.delete(recording))


@simulate.command("restrict-recording")
def restrict_recording(recording: RecordingId, mongodb_uri: Uri) -> None:
    """Restrict a recording for a violation; its files stay, and nobody may see them."""
    _withdraw(mongodb_uri, lambda recordings: recordings.restrict(recording))


@simulate.command("expire-recording")
def expire_recording(recording: RecordingId, mongodb_uri: Uri) -> None:
    """End the time for which a recording is kept; its files are gone."""
    _withdraw(mongodb_uri, lambda recordings: recordings.expire(recording))


@simulate.command()
def run(
    mongodb_uri: Uri,
    per_minute: Annotated[float, typer.Option(min=0, help="LIVEs started a minute.")] = 4,
) -> None:
    """Start, move and end LIVEs until Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with _company(mongodb_uri) as (client, world):
        simulator = Simulator(client, world, clock=time.time, per_minute=per_minute)
        simulator.open()
        typer.echo(f"simulating {per_minute:g} LIVEs a minute, Ctrl-C stops", err=True)
        simulate_until(simulator, stop)
