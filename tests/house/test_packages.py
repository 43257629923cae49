"""Which room may know which package. The reasons stand in the README, under the rooms."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.house.source_file import ROOMS, SourceFile, source_files

# A room or a file on the left of the arrow is allowed, everything else of ours is not.
ALLOWED: dict[str, tuple[str, ...]] = {
    "strawberry": ("gateway/", "resolvers/"),
    "graphql": ("gateway/", "resolvers/"),
    "starlette": ("gateway/", "upstreams/"),
    "uvicorn": ("gateway/", "upstreams/"),
    "httpx": ("loaders/upstream.py", "gateway/conformance/service.py"),
    "httpx_aiohttp": ("loaders/upstream.py",),
    "motor": ("loaders/mongo.py", "loaders/change_stream.py"),
    "jinja2": ("gateway/share_page/",),
    "markupsafe": ("gateway/share_page/",),
    "typer": ("gateway/", "upstreams/"),
    # The embedded database's licence asks for arm's length: it is a process of its own.
    "secantus": ("upstreams/mongodb.py",),
    # So does the licence of the encoder.
    "av": ("upstreams/media/",),
}


def offenders(package: str, allowed: Iterable[str]) -> list[str]:
    return [
        str(file)
        for file in source_files(*ROOMS)
        if package in file.imported_packages() and not str(file).startswith(tuple(allowed))
    ]


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_stays_in_its_room(package: str) -> None:
    """A package is imported only where the house allows it."""
    assert offenders(package, ALLOWED[package]) == []


def test_dataloaders_are_made_in_one_file() -> None:
    """aiodataloader is imported by exactly one file, and that file is a loader's."""
    files = [file for file in source_files(*ROOMS) if "aiodataloader" in file.imported_packages()]
    assert [file.room for file in files] == ["loaders"]


def test_nobody_imports_the_tests() -> None:
    """Tests know everything and are known by nobody."""
    assert offenders("tests", ()) == []


# Ways out of the process. A resolver reads attributes of what a loader gave it, and no more.
WAYS_OUT = {
    "aiohttp",
    "http",
    "httpcore",
    "io",
    "multiprocessing",
    "os",
    "pathlib",
    "pymongo",
    "bson",
    "requests",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "urllib",
    "websockets",
}


@pytest.mark.parametrize("file", source_files("resolvers"), ids=str)
def test_resolvers_do_no_io(file: SourceFile) -> None:
    """A resolver imports no way out of the process and opens no file."""
    assert file.imported_packages() & WAYS_OUT == set()
    assert "open(" not in file.text
