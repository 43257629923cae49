"""The compose file: it names images, settings and files that there are."""

from __future__ import annotations

from typing import Any

import yaml

from gateway.setting_declarations import declarations_of
from gateway.settings import Settings
from tests.docker.test_images import stages
from tests.house.source_file import ROOT

FOLDER = ROOT / "docker"


def services() -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    return dict(loaded["services"])


def test_every_setting_is_one_that_the_gateway_knows() -> None:
    """The gateway refuses to start on an unknown variable: compose may not name one."""
    given = services()["gateway"]["environment"]
    assert set(given) <= set(declarations_of(Settings))


def test_every_setting_that_must_be_given_is_given() -> None:
    """The gateway in compose would start: nothing that has no default is left out."""
    given = services()["gateway"]["environment"]
    needed = {
        name
        for name, declaration in declarations_of(Settings).items()
        if declaration.default is None
    }
    assert needed <= set(given)


def test_every_target_is_a_stage() -> None:
    """Compose builds stages that the Dockerfile has."""
    targets = {service["build"]["target"] for service in services().values() if "build" in service}
    assert targets <= set(stages())


def test_ports_are_published_on_loopback_only() -> None:
    """A demonstration with known users is open to nobody else's machine."""
    ports = [port for service in services().values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_mounted_files_exist() -> None:
    """What compose mounts from the repository is in the repository."""
    mounted = [
        volume.split(":")[0]
        for service in services().values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]
    assert mounted == ["./mongodb/init.js"]
    assert all((FOLDER / name).is_file() for name in mounted)


def test_the_database_is_a_replica_set() -> None:
    """Change streams need one: member and initiation name the same set."""
    command = " ".join(services()["mongodb"]["entrypoint"])
    assert "--replSet endpage" in command
    assert '_id: "endpage"' in (FOLDER / "mongodb" / "init.js").read_text(encoding="utf-8")
