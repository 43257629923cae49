"""``endpage documents``: build a list of an APP's documents, check lists, show what they ask."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gateway.demand_limits import EVERYBODY, DemandLimits, Limits
from gateway.document_source import DocumentSource, document_sources

if TYPE_CHECKING:
    from graphql import GraphQLSchema

    from gateway.known_documents import KnownDocuments

documents = typer.Typer(
    help="Build a list of an APP's documents, check lists, show what they ask for.",
    no_args_is_help=True,
)
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="Manifests, maps and folders; client=PATH is one client's."
    ),
]


class Form(Enum):
    """How a list is written."""

    APOLLO = "apollo"
    MAP = "map"


@documents.command()
def build(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", exists=True, file_okay=False, help="A folder of .graphql files."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option(help="The file; without it, it is printed.")
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="Apollo's manifest, or a map of texts by their ids.")
    ] = Form.APOLLO,
) -> None:
    """Write a folder's operations, each with the fragments that it needs, as one list."""
    from gateway.document_folder import read_folder
    from gateway.document_manifest import apollo_manifest, map_manifest
    from gateway.listed_document import DocumentsError

    try:
        listed = read_folder(folder)
    except DocumentsError as error:
        _refuse(error.faults)
    written = apollo_manifest(listed) if form is Form.APOLLO else map_manifest(listed)
    if output is None:
        typer.echo(written.decode(), nl=False)
    else:
        output.write_bytes(written)
        typer.echo(f"{output} is written: {len(listed)} documents.")


@documents.command()
def check(
    sources: Sources,
    schema: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Another schema than ours.")
    ] = None,
    older: Annotated[
        list[str] | None, typer.Option(help="A list of an older APP, which must fit as well.")
    ] = None,
    most_cost: Annotated[
        int, typer.Option(help="The most that one may cost, as ENDPAGE_OPERATION_COST says.")
    ] = Limits().cost,
) -> None:
    """Say of every document that does not fit the schema what is wrong with it."""
    limits = DemandLimits(Limits(cost=most_cost))
    lists = [*_read(sources, "PATH"), *_read(older or [], "--older")]
    known = _known(lists, _schema(schema), limits)
    typer.echo(f"{len(known)} documents fit the schema.")
    plans = [plan for one in known.by_id.values() for plan in one.planned.plan_all()]
    if plans:
        dearest = max(plans, key=lambda plan: plan.demand.cost({}))
        typer.echo(f"The most that one costs is {dearest.demand.cost({}):,}: {dearest.name}.")


@documents.command()
def show(
    sources: Sources,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Show each document's panels, its cost, and what will be asked of whom when it is run."""
    from gateway.document_table import json_of, table_of

    ours = _schema(None)
    known = _known(_read(sources, "PATH"), ours)
    typer.echo((json_of if as_json else table_of)(known, ours), nl=False)


def _read(words: list[str], hint: str) -> list[DocumentSource]:
    try:
        return [source for word in words for source in document_sources(word)]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=hint) from None


def _schema(path: Path | None) -> GraphQLSchema:
    if path is None:
        from resolvers.schema import schema

        return schema._schema
    from graphql import GraphQLError, build_schema

    try:
        return build_schema(path.read_text(encoding="utf-8"))
    except (GraphQLError, TypeError, UnicodeDecodeError) as error:
        _refuse([f"{path}: {error}"])


def _known(
    sources: list[DocumentSource], schema: GraphQLSchema, limits: DemandLimits = EVERYBODY
) -> KnownDocuments:
    from gateway.known_documents import known_documents
    from gateway.listed_document import DocumentsError

    try:
        return known_documents(sources, schema, say=_say, limits=limits)
    except DocumentsError as error:
        _refuse(error.faults)


def _say(done: int, of: int) -> None:
    typer.echo(f"{done} of {of} documents", err=True)


def _refuse(faults: list[str]) -> NoReturn:
    for fault in faults:
        typer.echo(fault)
    raise typer.Exit(1)
