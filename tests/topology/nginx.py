"""nginx: Debian's, with the very configuration that is shipped."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import string
import subprocess
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house.source_file import ROOT
from tests.needed import lacking

SHIPPED = ROOT / "docker" / "nginx"
_READY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Nginx:
    """Where it listens, and what it has complained of so far."""

    port: int
    log: Path

    def refused(self) -> int:
        """How often a gateway has refused a connection, and another one was asked."""
        return self.log.read_bytes().count(b"Connection refused")

    def lost(self) -> int:
        """How often a gateway has closed a connection on which an answer was awaited."""
        told = self.log.read_bytes()
        return told.count(b"prematurely closed") + told.count(b"reset by peer")


def found() -> str | None:
    """Where nginx is; None: nowhere."""
    # Whoever is not root has the programs of system services in no path.
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin")


def program() -> str:
    """Where nginx is. Skips the test, or fails it when CI is set, where there is none."""
    return found() or lacking("there is no nginx; as root, `make nginx` installs Debian's")


def configured(folder: Path, *, listen: str, gateways: tuple[str, str]) -> list[str]:
    """Put the configuration into the folder, with these addresses; the command that runs it."""
    one, other = gateways
    template = string.Template((SHIPPED / "endpage.conf.template").read_text(encoding="utf-8"))
    # As the image does it: what it was not told of is nginx's own variable.
    filled = template.safe_substitute(
        ENDPAGE_NGINX_LISTEN=listen, ENDPAGE_GATEWAY_ONE=one, ENDPAGE_GATEWAY_OTHER=other
    )
    (folder / "conf.d").mkdir(parents=True)
    (folder / "conf.d" / "endpage.conf").write_text(filled, encoding="utf-8")
    shutil.copy(SHIPPED / "nginx.conf", folder)
    # Its workers would be a user who may not look into the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    return [
        program(),
        *("-p", f"{folder}/", "-c", str(folder / "nginx.conf"), "-e", "stderr"),
        *("-g", f"daemon off; {user}"),
    ]


def complaints(folder: Path) -> str:
    """What `nginx -t` has to say of it; nothing when it is well."""
    command = configured(folder, listen="127.0.0.1:8000", gateways=("127.0.0.1:1", "127.0.0.1:2"))
    done = subprocess.run(
        [*command, "-t", "-q"], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stderr if done.returncode == 0 else f"{done.returncode}: {done.stderr}"


@asynccontextmanager
async def nginx_before(folder: Path, gateways: tuple[str, str]) -> AsyncIterator[Nginx]:
    """nginx before gateways at these addresses, with a new folder of its own."""
    log = folder / "log"
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listening:
        port = listening.getsockname()[1]
        # One of nginx's workers would wait for ever for whom another one has taken.
        listening.setblocking(False)
        command = configured(folder, listen=f"127.0.0.1:{port}", gateways=gateways)
        # It takes a socket over that listens already, as when its binary is replaced: so its port
        # is nobody else's in between.
        with log.open("wb") as written:
            process = await asyncio.create_subprocess_exec(
                *command,
                env={**os.environ, "NGINX": f"{listening.fileno()};"},
                pass_fds=(listening.fileno(),),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=written,
            )
    try:
        await _answers(port)
        yield Nginx(port, log)
    finally:
        process.terminate()
        await process.wait()


async def _answers(port: int) -> None:
    async with asyncio.timeout(_READY_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /livez HTTP/1.0\r\n\r\n")
        answer = await reader.read()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 200"), answer
