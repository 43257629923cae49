"""``endpage schema``: the contract, printed from code."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Annotated

import typer


def schema(
    check: Annotated[bool, typer.Option(help="Fail when the file is stale.")] = False,
    write: Annotated[bool, typer.Option(help="Write the file.")] = False,
    subgraph: Annotated[bool, typer.Option(help="Print it as a router is told it.")] = False,
    path: Annotated[Path, typer.Option(help="The file.")] = Path("schema.graphql"),
) -> None:
    """Print the schema; with --write into its file, with --check compared with it."""
    from gateway.contract import printed as text_of
    from resolvers.schema import schema as built

    if subgraph:
        typer.echo(built.as_subgraph_str(), nl=False)
        return
    printed = text_of(built)
    if write:
        path.write_text(printed, encoding="utf-8")
        typer.echo(f"{path} is written.")
    elif check:
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        if kept != printed:
            difference = unified_diff(
                kept.splitlines(), printed.splitlines(), str(path), "the code", lineterm="", n=2
            )
            typer.echo("\n".join(difference))
            typer.echo(f"{path} is stale: endpage schema --write", err=True)
            raise typer.Exit(1)
        typer.echo(f"{path} is up to date.")
    else:
        typer.echo(printed, nl=False)
