"""The images: linted, and held to what they promise. No engine is needed to read a Dockerfile."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from starlette.routing import Route

from gateway.built_page import BUILT
from gateway.health import health_routes
from tests.house.source_file import ROOT

DOCKERFILE = ROOT / "docker" / "Dockerfile"


def stages() -> dict[str, list[str]]:
    """Each stage's instructions by its name, in the order of the file."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line.startswith("FROM "):
            found[line.split()[-1]] = current = [line]
        elif line and not line.startswith("#"):
            current.append(line)
    return found


def test_the_dockerfile_is_clean() -> None:
    """hadolint has nothing to say."""
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_gateway_is_the_default_image_and_is_not_root() -> None:
    """What is built when nothing is asked for is the gateway, run by a user without rights."""
    name, instructions = list(stages().items())[-1]
    assert name == "gateway"
    assert "USER 10001:10001" in instructions
    assert any("ENDPAGE_ENVIRONMENT=production" in line for line in instructions)


def test_the_gateway_has_no_dev_extra() -> None:
    """The gateway's image has the runtime's packages and the built pages, and nothing else."""
    copied = [line.split()[1] for line in stages()["gateway"] if line.startswith("COPY")]
    assert copied == ["--from=installed", "--from=web"]
    runtime = (ROOT / "docker" / "constraints.txt").read_text(encoding="utf-8")
    for package in ("secantusdb", "pytest", "playwright", "mypy"):
        assert f"\n{package}==" not in runtime


def test_the_pages_are_where_the_gateway_looks_for_them() -> None:
    """They lie beside the package, as `web/dist` lies beside it in the sources."""
    (place,) = [line.split()[-1] for line in stages()["gateway"] if "--from=web" in line]
    assert place.endswith(f"/site-packages/{BUILT.relative_to(ROOT)}")
    assert "FROM python:3.11-slim-bookworm AS base" in stages()["base"]
    assert "/python3.11/" in place


def test_an_image_looks_at_itself_where_it_listens() -> None:
    """The health check asks the port that the settings name, at a path that there is."""
    (check,) = [line for line in stages()["gateway"] if line.startswith("HEALTHCHECK")]
    (port, path) = re.findall(r"http://127.0.0.1:(\d+)(/\w+)", check)[0]
    assert f"EXPOSE {port}" in stages()["gateway"]
    assert any(f"ENDPAGE_PORT={port}" in line for line in stages()["gateway"])
    assert path in health_paths()


def test_nothing_says_when_it_was_made() -> None:
    """What is compiled is known by its contents, and nothing is compiled by the way."""
    for name in ("installed", "company-installed"):
        assert any(
            "compileall -q --invalidation-mode unchecked-hash" in line for line in stages()[name]
        )
    assert any("PIP_NO_COMPILE=1" in line for line in stages()["packages"])


def health_paths() -> set[str]:
    """The paths by which others ask how the gateway is."""
    return {route.path for route in health_routes() if isinstance(route, Route)}


def test_everything_is_installed_by_hash() -> None:
    """No image takes a package from a registry without its hash."""
    installs = [
        command.strip()
        for instructions in stages().values()
        for line in instructions
        for command in line.split("&&")
        if "pip install" in command
    ]
    assert installs
    unpinned = [one for one in installs if "--require-hashes" not in one]
    assert all("--no-index" in one and "--no-deps" in one for one in unpinned)
