"""``endpage doctor``: looks whether a gateway could work with the settings of the environment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from gateway import setting_values as values
from gateway.settings import Settings, SettingsError

if TYPE_CHECKING:
    from gateway.doctor.finding import Finding


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON.")] = False,
    owner_mongodb_uri: Annotated[
        str | None,
        typer.Option(help="The gateway's own database by its owner, to look at its indexes."),
    ] = None,
) -> None:
    """Look at a deployment with the settings that `serve` would have, and give advice.

    One line for each check: ok, warning or failed. The exit code is 1 when any has failed.
    """
    from gateway.doctor.finding import Outcome, failed, worst_of

    try:
        if owner_mongodb_uri is not None:
            values.mongodb_uri(owner_mongodb_uri)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--owner-mongodb-uri") from None
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        advice = "docs/settings.md has them all."
        found = [failed("settings", f"{fault}.", advice) for fault in error.faults]
    else:
        found = _examined(settings, owner_mongodb_uri)
    if as_json:
        typer.echo(_json_of(found))
    else:
        for finding in found:
            typer.echo(finding.line)
    raise typer.Exit(1 if worst_of(found) is Outcome.FAILED else 0)


def _examined(settings: Settings, owner_uri: str | None) -> list[Finding]:
    from gateway.doctor.examination import examine
    from gateway.doctor.finding import ok

    settled = ok("settings", "all of them can be used.")
    return [settled, *asyncio.run(examine(settings, owner_uri=owner_uri))]


def _json_of(found: list[Finding]) -> str:
    from gateway.doctor.finding import worst_of

    told = {
        "outcome": worst_of(found).value,
        "checks": [
            {
                "subject": one.subject,
                "outcome": one.outcome.value,
                "told": one.told,
                "advice": one.advice,
            }
            for one in found
        ],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()
