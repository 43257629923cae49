"""``endpage migrate``: the gateway's own database, made as it must be."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway import setting_values as values

DATABASE = "endpage"


def migrate(
    mongodb_uri: Annotated[
        str, typer.Option(help="Where it is, with a user that owns it: not the gateway's.")
    ],
    database: Annotated[
        str, typer.Option(help="Its name, as ENDPAGE_SHARES_DATABASE has it.")
    ] = DATABASE,
) -> None:
    """Set up the gateway's own database, or bring it up to date. Do so before a gateway starts."""
    try:
        values.mongodb_uri(mongodb_uri)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--mongodb-uri") from None
    try:
        values.word(database)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--database") from None
    typer.echo(set_up(mongodb_uri, database))


def set_up(mongodb_uri: str, database: str = DATABASE) -> str:
    """Set it up, and say in a line what was done. Ends the command when it cannot be."""
    from loaders.share import COLLECTION
    from loaders.shares_schema import INDEXES, MigrationFailed
    from loaders.shares_schema import migrate as migrated

    try:
        told = migrated(mongodb_uri, database)
    except MigrationFailed as error:
        typer.echo(f"The database {database} cannot be set up: {error}.", err=True)
        raise typer.Exit(1) from None
    name = f"{database}.{COLLECTION}"
    if told.is_new:
        return f"{name} is made, with its validator and {len(INDEXES)} indexes."
    made = f", with new indexes: {', '.join(told.indexes)}" if told.indexes else ""
    return f"{name} was there and is as this version needs it{made}."
