"""``endpage conformance``: whether somebody's own service keeps the contract."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec
import typer

from gateway import setting_files as files
from gateway import setting_values as values
from loaders.names import JOURNEY, REWARDS, SHOP

if TYPE_CHECKING:
    from gateway.conformance.check import Verdict
    from gateway.conformance.subject import Live, Subject

T = TypeVar("T")


class Service(Enum):
    """The services that there is a contract of."""

    SHOP = "shop"
    REWARDS = "rewards"
    JOURNEY = "journey"


# What the gateway calls it, and how long it waits for it by default.
_KNOWN = {
    Service.SHOP: (SHOP, 800),
    Service.REWARDS: (REWARDS, 600),
    Service.JOURNEY: (JOURNEY, 600),
}


def conformance(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the service answers.")],
    service: Annotated[Service, typer.Option(help="Whose contract it is to keep.")],
    live: Annotated[
        list[str],
        typer.Option(help="LIVE:CREATOR, the ids of a LIVE that has ended. Name two creators'."),
    ],
    credential_file: Annotated[
        Path, typer.Option(help="The file with the credential that the service asks for.")
    ],
    language: Annotated[str, typer.Option(help="The language to ask in.")] = "en",
    within_ms: Annotated[
        int | None,
        typer.Option(min=1, help="How long a caller waits; as the gateway does by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Ask a service of yours what the gateway will ask, and say what it does not do as written."""
    from gateway.conformance.subject import Subject

    name, most_ms = _KNOWN[service]
    credential = _read(files.credential_file, str(credential_file), "--credential-file")
    subject = Subject(
        service=name,
        url=_read(values.http_url, url, "URL"),
        credential=credential.content.decode("ascii"),
        lives=tuple(_live(word) for word in live),
        within_ms=within_ms or most_ms,
        language=language,
    )
    found = asyncio.run(_made(subject, says=not as_json))
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        typer.echo(_summed(found))
    raise typer.Exit(1 if _count(found, "FAILED") else 0)


async def _made(subject: Subject, *, says: bool) -> list[Verdict]:
    from gateway.conformance.run import verdicts

    found = []
    async for verdict in verdicts(subject):
        found.append(verdict)
        if says:
            typer.echo(line_of(verdict))
    return found


def line_of(verdict: Verdict) -> str:
    """A verdict as a line: how it came out, what was asked, expected and got."""
    return (
        f"{verdict.outcome.value:<8}  {verdict.check}: asked {verdict.asked}; "
        f"expected {verdict.expected}; got {verdict.got}"
    )


def _summed(found: list[Verdict]) -> str:
    told = f"{_count(found, 'PASSED')} passed, {_count(found, 'FAILED')} failed"
    return f"{len(found)} checks: {told}, {_count(found, 'NOT_MADE')} not made."


def _count(found: Iterable[Verdict], outcome: str) -> int:
    return sum(verdict.outcome.name == outcome for verdict in found)


def _read(parse: Callable[[str], T], value: str, hint: str) -> T:
    try:
        return parse(value)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=hint) from None


def _live(word: str) -> Live:
    from gateway.conformance.subject import Live

    identifier, colon, creator = word.partition(":")
    if not (identifier and colon and creator):
        raise typer.BadParameter(f"{word} is not LIVE:CREATOR", param_hint="--live")
    return Live(identifier, creator)
