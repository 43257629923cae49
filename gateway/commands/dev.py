"""``endpage dev``: the whole product on this machine, to be played with and to be driven."""

from __future__ import annotations

import asyncio
import socket
from asyncio.subprocess import Process
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import aiohttp
import typer

from gateway.commands.answering import all_answer
from gateway.commands.company import (
    AnalyticsDelay,
    Creators,
    LiveEndsWithin,
    Options,
    Seed,
    Trap,
    company,
    controls,
    database_line,
    facts,
    traps_of,
)
from gateway.commands.gateway_process import gateway_process
from gateway.commands.listening import LOOPBACK, listen_on
from gateway.commands.migrate import set_up
from gateway.commands.ready_file import ReadyFile, ready_file_with, remove_ready_file
from gateway.commands.serve import refuse
from gateway.commands.until_stopped import run_until_stopped
from gateway.development import AUDIENCE, ISSUER, SHIPPED, StateDirectory
from gateway.settings import Settings, SettingsError, environment_with

if TYPE_CHECKING:
    from upstreams.database_line import DatabaseLine
    from upstreams.launch import Running


def dev(
    seed: Seed = 7,
    creators: Creators = 50,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The gateway's port; 0 takes any.")
    ] = 8000,
    ready_file: ReadyFile = None,
    live_ends_within: LiveEndsWithin = 60,
    analytics_delay: AnalyticsDelay = 20,
    trap: Trap = None,
) -> None:
    """Run the gateway and the whole company around it, on this machine alone."""
    options = Options(
        seed=seed,
        creators=creators,
        live_ends_within=live_ends_within,
        analytics_delay=analytics_delay,
        traps=traps_of(trap),
    )
    remove_ready_file(ready_file)
    listening = listen_on(LOOPBACK, port, chosen_by="--port")
    run_until_stopped(_run(options, listening, ready_file))


async def _run(options: Options, listening: socket.socket, ready_file: Path | None) -> None:
    state = StateDirectory()
    origin = f"{LOOPBACK}:{listening.getsockname()[1]}"
    async with (
        company(options, state) as running,
        database_line(running) as line,
        controls(running, state, origin=f"http://{origin}", line=line) as control_room,
    ):
        if running.owner_mongodb_uri:
            await asyncio.to_thread(set_up, running.owner_mongodb_uri)
        environment = _environment(
            running, state, listening.getsockname()[1], line=line, controls_url=control_room.url
        )
        async with gateway_process(environment, listening) as process:
            urls = [f"http://{origin}/livez", f"http://{origin}/readyz"]
            urls += [f"{url}/livez" for url in running.upstreams.values()]
            await _while_alive(process, all_answer(urls))
            content = {
                "url": f"http://{origin}/graphql",
                "ws_url": f"ws://{origin}/graphql",
                "controls": {"url": control_room.url, "key": control_room.key},
                **facts(running, state),
            }
            content["pids"] = {"gateway": process.pid, **content["pids"]}
            with ready_file_with(ready_file, content):
                _say(f"http://{origin}", content, options)
                await _while_alive(process, asyncio.Event().wait())


def _environment(
    running: Running, state: StateDirectory, port: int, *, line: DatabaseLine, controls_url: str
) -> dict[str, str]:
    """What `serve` is told. Settings of the caller's environment hold where dev needs no other."""
    environment = environment_with(
        {
            "ENDPAGE_ENVIRONMENT": "development",
            "ENDPAGE_HOST": LOOPBACK,
            "ENDPAGE_PORT": str(port),
            "ENDPAGE_WORKERS": "1",
            "ENDPAGE_MONGODB_URI": line.in_place_of(running.gateway_mongodb_uri),
            "ENDPAGE_SHARES_MONGODB_URI": line.in_place_of(running.shares_mongodb_uri),
            "ENDPAGE_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
            "ENDPAGE_LINK_KEYS_FILE": str(state.link_keys_file),
            "ENDPAGE_MEDIA_DIRECTORY": running.media_directory,
            "ENDPAGE_SHOP_ANALYTICS_URL": running.upstreams["shop_analytics"],
            "ENDPAGE_REWARDS_URL": running.upstreams["rewards"],
            "ENDPAGE_JOURNEY_URL": running.upstreams["journey"],
            "ENDPAGE_SERVICE_CREDENTIAL_FILE": str(state.service_credential_file),
            "ENDPAGE_JWT_ISSUER": ISSUER,
            "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
            "ENDPAGE_JWT_SECRET_FILE": str(state.jwt_secret_file),
            "ENDPAGE_PREVIEW_CONTROLS_URL": controls_url,
            "ENDPAGE_UNREADY_SECONDS": "0",
            "ENDPAGE_DRAIN_SECONDS": "0",
            "ENDPAGE_STOP_SECONDS": "2",
        }
    )
    if SHIPPED.is_dir():
        environment.setdefault("ENDPAGE_DOCUMENTS", str(SHIPPED))
    try:
        Settings.from_environment(environment)
    except SettingsError as error:
        refuse(error)
    return environment


async def _while_alive(process: Process, work: Any) -> None:
    """Wait for the work, unless the gateway ends before it is done."""
    working = asyncio.ensure_future(work)
    ending = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not ending.done():
            await working
            return
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        typer.echo(f"Not everything answers: {type(error).__name__}", err=True)
        raise typer.Exit(1) from None
    finally:
        working.cancel()
        ending.cancel()
    typer.echo(f"The gateway has ended by itself ({process.returncode}).", err=True)
    raise typer.Exit(1)


def _say(origin: str, content: dict[str, Any], options: Options) -> None:
    """The few lines that a person needs."""
    ended, live = content["sessions"]["ended"], content["sessions"]["live"]
    opened_with = {
        "token": content["tokens"][ended["creator"]],
        "session": ended["id"],
        "live": live["id"],
        "liveToken": content["tokens"][live["creator"]],
    }
    opened_with |= {"controls": content["controls"]["url"], "key": content["controls"]["key"]}
    seen_with = {
        "token": opened_with["token"],
        "controls": content["controls"]["url"],
        "key": content["controls"]["key"],
    }
    typer.echo(f"the end page   {origin}/preview/{ended['id']}#{urlencode(seen_with)}")
    typer.echo(f"GraphiQL       {origin}/graphiql#{urlencode(opened_with)}")
    typer.echo(f"an ended LIVE  {ended['id']}")
    typer.echo(f"a LIVE now     {live['id']}, ends within {options.live_ends_within} s")
    typer.echo("to stop        Ctrl-C")
