"""What may not stand in a committed file, whatever its language."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.source_file import ROOT

# Put together here, because this file is committed too.
REGISTRY_HOSTS = [
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("deb", "debian", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
]
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp)/\w")
# A test may name a path that it made up; a Dockerfile's paths are those of its image.
PATHS_ALLOWED = ("tests/", "docker/")


def committed_files() -> list[Path]:
    """Files that git knows or would add; without git, nothing is known and the test is skipped."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git working copy")
    names = listed.stdout.decode().split("\0")
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in committed_files():
        try:
            found.append((path.as_posix(), (ROOT / path).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # A picture names no host.
    return found


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the machine's business: no file names a registry's host."""
    found = [(name, host) for name, text in texts() for host in REGISTRY_HOSTS if host in text]
    assert found == []


def test_no_file_names_a_path_of_one_machine() -> None:
    """A path that exists on one machine only is in no committed file."""
    found = [
        (name, match.group())
        for name, text in texts()
        if not name.startswith(PATHS_ALLOWED)
        for match in MACHINE_PATHS.finditer(text)
    ]
    assert found == []


def test_every_pinned_package_has_hashes() -> None:
    """Both constraints files pin exactly and by hash, and they agree."""
    development = pins(ROOT / "constraints.txt")
    runtime = pins(ROOT / "docker" / "constraints.txt")
    assert all(development.values())
    assert all(runtime.values())
    assert runtime.items() <= development.items()


def pins(path: Path) -> dict[str, frozenset[str]]:
    """`name==version` to its hashes."""
    found: dict[str, frozenset[str]] = {}
    for entry in path.read_text(encoding="utf-8").replace("\\\n", "").splitlines():
        if not entry.startswith("#"):
            requirement, *rest = entry.split()
            found[requirement] = frozenset(rest)
    return found


@pytest.mark.parametrize("folder", ["web", "tests/clients", "tests/bench/peers/node"])
def test_a_lock_file_of_npm_names_no_address(folder: str) -> None:
    """package-lock.json has an integrity hash for each package, and no address."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert [package for package in packages if "resolved" in package] == []
    assert [package for package in packages if "integrity" not in package] == []
