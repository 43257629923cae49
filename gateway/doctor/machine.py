"""Machine: the files, the port and the number of open files that this process would have."""

from __future__ import annotations

import errno
import os
import resource
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from gateway.doctor.finding import Finding, failed, ok, warning
from gateway.known_documents import known_documents
from gateway.listed_document import DocumentsError
from gateway.setting_files import LinkKeysFile, SecretFile
from gateway.settings import Settings
from resolvers.schema import schema

# What a process has open beside its connections: sources, files of recordings, the log.
_BESIDE = 500
_SECONDS = 15.0
_MOST_FAULTS = 5


def machine(settings: Settings) -> list[Finding]:
    """What can be looked at without asking anybody. Blocks."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return [
        *secret_files(settings),
        recordings(settings),
        documents(settings),
        open_files(settings, soft=soft),
    ]


def secret_files(settings: Settings) -> Iterator[Finding]:
    """Whether others than their owner may read or change the files with secrets."""
    files: dict[str, SecretFile | LinkKeysFile | None] = {
        "link keys": settings.link_keys_file,
        "service credential": settings.service_credential_file,
        "router credential": settings.federation_credential_file,
        "bucket secret": settings.s3_secret_key_file,
        "token secret": settings.jwt_secret_file,
    }
    for name, file in files.items():
        if file is not None:
            yield _of_mode(name, file.path)


def recordings(settings: Settings) -> Finding:
    """Whether the files of recordings can be read."""
    directory = settings.media_directory
    if directory is None:
        return ok("recordings", "are in a bucket, which serves them itself.")
    if os.access(directory, os.R_OK | os.X_OK):
        return ok("recordings", "their directory can be read.")
    advice = "Let the gateway's user read ENDPAGE_MEDIA_DIRECTORY."
    return failed("recordings", "their directory may not be read.", advice)


def documents(settings: Settings) -> Finding:
    """Whether the documents that the settings name can be planned."""
    if settings.documents is None:
        if settings.is_development or settings.documents_only != "auto":
            return ok("documents", "any document is answered, as is said.")
        advice = "Give ENDPAGE_DOCUMENTS, or say ENDPAGE_DOCUMENTS_ONLY=false."
        return warning("documents", "any document is answered, in production.", advice)
    try:
        known = known_documents(
            settings.documents,
            schema._schema,
            say=lambda _done, _of: None,
            limits=settings.demand_limits,
        )
    except DocumentsError as error:
        told = "; ".join(error.faults[:_MOST_FAULTS])
        advice = "`endpage documents check` names all that is wrong."
        return failed("documents", f"cannot be used: {told}.", advice)
    return ok("documents", f"{len(known)} can be planned.")


def open_files(settings: Settings, *, soft: int) -> Finding:
    """Whether a process may have as many files open as the settings want connections of it."""
    streams, connections = settings.streams + _BESIDE, settings.connections + _BESIDE
    told = f"a process may have {soft} open"
    if soft == resource.RLIM_INFINITY:
        return ok("open files", "a process may have any number open.")
    if soft < streams:
        advice = "Raise `ulimit -n` (LimitNOFILE, nofile), or lower ENDPAGE_STREAMS."
        return failed("open files", f"{told}, and needs {streams} for ENDPAGE_STREAMS.", advice)
    if soft < connections:
        advice = "Raise `ulimit -n` (LimitNOFILE, nofile), or lower ENDPAGE_CONNECTIONS."
        told = f"{told}, and might need {connections} for ENDPAGE_CONNECTIONS."
        return warning("open files", told, advice)
    return ok("open files", f"{told}.")


async def port(settings: Settings) -> Finding:
    """Whether the port can be had, or a gateway has it already."""
    told = f"{settings.port} can be had."
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE and await _is_gateway(settings):
            return ok("port", f"a gateway serves on {settings.port}.")
        advice = "Choose another with ENDPAGE_PORT or ENDPAGE_HOST, or stop what has it."
        return failed("port", f"{settings.port} cannot be had.", advice)
    return ok("port", told)


async def _is_gateway(settings: Settings) -> bool:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"http://{host}:{settings.port}/livez") as response,
        ):
            return await response.content.read(100) == b'{"status":"alive"}'
    except (OSError, TimeoutError, ValueError, aiohttp.ClientError):
        return False


def _of_mode(name: str, path: Path) -> Finding:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return failed(name, "the file has gone.", "Put it back.")
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return failed(name, "others may change the file.", "chmod go-w, or 600.")
    if mode & stat.S_IROTH:
        return warning(name, "anybody on this machine may read the file.", "chmod o-r, or 600.")
    return ok(name, "the file is not for everybody.")
