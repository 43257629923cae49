"""Kind: the clients that APPs use, and what each of them does by itself."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent
Transport = Literal["websocket", "sse", "multipart"]

# How the completion looks on the wire, and nothing else does.
COMPLETION: dict[Transport, re.Pattern[bytes]] = {
    "websocket": re.compile(rb'"type": ?"complete"'),
    "sse": re.compile(rb"event: ?complete"),
    "multipart": re.compile(rb"--\r\n"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One client over one transport. ``comes_back`` is whether it connects again by itself;
    ``says_last``: and says then what it has heard last, so that this is not told again.
    """

    name: str
    transport: Transport
    comes_back: bool = True
    is_of_node: bool = True
    says_last: bool = False

    @property
    def command(self) -> tuple[str, ...]:
        """What starts its driver, in the root of the repository."""
        if self.is_of_node:
            return ("node", str(FOLDER / "drivers" / f"{self.name}.mjs"))
        return (sys.executable, "-m", f"tests.clients.{self.name}")

    def __str__(self) -> str:
        return self.name


KINDS = (
    Kind("graphql-ws", "websocket"),
    Kind("apollo-ws", "websocket"),
    Kind("urql-ws", "websocket"),
    Kind("python_gql", "websocket", comes_back=False, is_of_node=False),
    Kind("graphql-sse", "sse"),
    Kind("graphql-sse-single", "sse"),
    Kind("urql-sse", "sse", comes_back=False),
    Kind("eventsource", "sse", says_last=True),
    Kind("apollo-multipart", "multipart", comes_back=False),
)
SOCKETS = tuple(kind for kind in KINDS if kind.transport == "websocket")
