"""``endpage revoke``: a token, or all tokens of a creator so far, are good no more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from gateway import setting_values as values
from gateway.commands.migrate import DATABASE


def revoke(
    mongodb_uri: Annotated[
        str, typer.Option(help="Where the gateway's own database is, with a user that owns it.")
    ],
    jti: Annotated[str | None, typer.Option(help="The id of one token, its claim `jti`.")] = None,
    creator: Annotated[
        str | None, typer.Option(help="The creator whose tokens so far are good no more.")
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option(help="With --creator: those issued before this moment (UTC). Now by default."),
    ] = None,
    database: Annotated[
        str, typer.Option(help="Its name, as ENDPAGE_SHARES_DATABASE has it.")
    ] = DATABASE,
) -> None:
    """Revoke tokens. Every gateway refuses them, and ends what is open for them, in some seconds.

    How many those are says ENDPAGE_REVOCATION_SECONDS.
    """
    from loaders.revocation import LONGEST_TOKEN_ID
    from loaders.revocations_schema import NotRevoked
    from loaders.revocations_schema import revoke as revoked

    if (jti is None) == (creator is None):
        raise typer.BadParameter("one of --jti and --creator, and not both")
    if not 0 < len(jti or creator or "") <= LONGEST_TOKEN_ID:
        raise typer.BadParameter(f"must be of 1 to {LONGEST_TOKEN_ID} characters")
    if before is not None and creator is None:
        raise typer.BadParameter("goes with --creator", param_hint="--before")
    for name, check, value in (
        ("--mongodb-uri", values.mongodb_uri, mongodb_uri),
        ("--database", values.word, database),
    ):
        try:
            check(value)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint=name) from None
    not_before = before.replace(tzinfo=UTC) if before is not None else None
    try:
        revoked(mongodb_uri, database, token_id=jti, creator_id=creator, not_before=not_before)
    except NotRevoked as error:
        typer.echo(f"Nothing is revoked: the database said {error}.", err=True)
        raise typer.Exit(1) from None
    typer.echo("The token is revoked." if jti else "The creator's tokens so far are revoked.")
