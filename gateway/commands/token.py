"""``endpage token``: a development token."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.development import PLATFORM, StateDirectory, mint_token


def token(
    creator: Annotated[str, typer.Option(help="The creator's id.")],
    platform: Annotated[str, typer.Option(help="Where the creator asks from.")] = PLATFORM,
    seconds: Annotated[int, typer.Option(help="How long it is good.")] = 24 * 3600,
    developer: Annotated[
        bool, typer.Option("--developer", help="It may ask for documents that are not known.")
    ] = False,
) -> None:
    """Mint a token that the gateway of `endpage dev`, started in this directory, trusts."""
    secret = StateDirectory().jwt_secret_file.read_bytes()
    minted = mint_token(
        creator, secret=secret, platform=platform, seconds=seconds, is_developer=developer
    )
    typer.echo(minted)
