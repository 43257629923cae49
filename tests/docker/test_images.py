"""The images: linted, and held to what they promise. No engine is needed to read a Dockerfile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    """The gateway's image copies from the stage of the runtime's packages alone."""
    copied = [line for line in stages()["gateway"] if line.startswith("COPY")]
    assert copied == ["COPY --from=installed /opt/endpage /opt/endpage"]
    runtime = (ROOT / "docker" / "constraints.txt").read_text(encoding="utf-8")
    for package in ("secantusdb", "pytest", "playwright", "mypy"):
        assert f"\n{package}==" not in runtime


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
