"""``endpage``: the command line. Each command is a file of ``gateway/commands``."""

from __future__ import annotations

import typer

from gateway.commands.advise import advise
from gateway.commands.conformance import conformance
from gateway.commands.dev import dev
from gateway.commands.doctor import doctor
from gateway.commands.documents import documents
from gateway.commands.errors import errors
from gateway.commands.migrate import migrate
from gateway.commands.revoke import revoke
from gateway.commands.schema import schema
from gateway.commands.serve import serve
from gateway.commands.settings import settings
from gateway.commands.simulate import PASSED_ON, faults, simulate
from gateway.commands.token import token
from gateway.commands.top import top
from gateway.commands.upstreams import upstreams

app = typer.Typer(
    help="The GraphQL gateway for the end page of a Shoppable LIVE.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(dev)
app.command()(serve)
app.command()(doctor)
app.command()(migrate)
app.command()(revoke)
app.command()(upstreams)
app.command(context_settings=PASSED_ON)(simulate)
app.command(context_settings=PASSED_ON)(faults)
app.command()(token)
app.command()(conformance)
app.command()(schema)
app.add_typer(documents, name="documents")
app.command()(top)
app.command()(advise)
app.command()(settings)
app.command()(errors)
