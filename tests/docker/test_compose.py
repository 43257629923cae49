"""The compose file: it names images, settings, secrets and files that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.setting_declarations import declarations_of
from gateway.settings import Settings
from tests.docker.test_images import stages
from tests.house.source_file import ROOT
from upstreams.company.users import USERS

FOLDER = ROOT / "docker"
PHASES = ("UNREADY", "DRAIN", "STOP")
"""What a gateway does one after the other when it is told to stop."""


def services() -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    return dict(loaded["services"])


GATEWAYS = ("gateway-one", "gateway-two")


def test_it_is_a_compose_file() -> None:
    """The specification's own schema has nothing against it."""
    linter = Path(sys.executable).with_name("check-jsonschema")
    schema = ("--builtin-schema", "vendor.compose-spec")
    done = subprocess.run(
        [linter, *schema, FOLDER / "compose.yaml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_setting_is_one_that_the_gateway_knows(gateway: str) -> None:
    """The gateway refuses to start on an unknown variable: compose may not name one."""
    given = services()[gateway]["environment"]
    assert set(given) <= set(declarations_of(Settings))


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_every_setting_that_must_be_given_is_given(gateway: str) -> None:
    """The gateway in compose would start: nothing that has no default is left out."""
    given = services()[gateway]["environment"]
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
    assert "./nginx/endpage.conf.template" in mounted
    assert [name for name in mounted if not (FOLDER / name).exists()] == []


def test_nginx_stands_before_both_gateways() -> None:
    """It is told where they listen, and they that it is there, and how it learns of an end."""
    told = services()["nginx"]["environment"]
    asked = {told["ENDPAGE_GATEWAY_ONE"], told["ENDPAGE_GATEWAY_OTHER"]}
    aliases = services()["company"]["networks"]["company"]["aliases"]
    listening = set()
    for name in GATEWAYS:
        gateway = services()[name]
        assert gateway["network_mode"] == "service:company"
        environment = gateway["environment"]
        listening.add(f"{aliases[0]}:{environment['ENDPAGE_PORT']}")
        assert environment["ENDPAGE_PROXIES"] == "1"
        assert environment["ENDPAGE_UNREADY_CONNECTIONS"] == "refused"
        assert f":{environment['ENDPAGE_PORT']}/" in " ".join(gateway["healthcheck"]["test"])
    assert asked == listening
    template = (FOLDER / "nginx" / "endpage.conf.template").read_text(encoding="utf-8")
    given = {name for name in told if name.startswith("ENDPAGE_")}
    assert set(re.findall(r"\$\{(\w+)\}", template)) == given


def test_a_gateway_is_given_the_time_that_its_settings_take() -> None:
    """Nobody kills it before it has sent all of its clients away."""
    for name in GATEWAYS:
        settings = services()[name]["environment"]
        takes = sum(int(settings[f"ENDPAGE_{phase}_SECONDS"]) for phase in PHASES)
        assert int(services()[name]["stop_grace_period"].removesuffix("s")) > takes


def test_nobody_is_root_who_need_not_be() -> None:
    """What faces others may write nowhere and gain nothing."""
    for name in (*GATEWAYS, "nginx", "migrate", "prometheus", "collector", "traces"):
        service = services()[name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_the_figures_are_read_where_they_are_served() -> None:
    """Prometheus asks each gateway, and Grafana Prometheus and the traces."""
    scraped = (FOLDER / "prometheus" / "prometheus.yaml").read_text(encoding="utf-8")
    (alias,) = services()["company"]["networks"]["company"]["aliases"]
    for name in GATEWAYS:
        address = services()[name]["environment"]["ENDPAGE_METRICS_ADDRESS"]
        assert f"{alias}:{address.rpartition(':')[2]}" in scraped
    sources = FOLDER / "grafana" / "provisioning" / "datasources" / "endpage.yaml"
    for source in yaml.safe_load(sources.read_text(encoding="utf-8"))["datasources"]:
        assert source["url"].removeprefix("http://").partition(":")[0] in services()


def test_traces_go_where_somebody_takes_them() -> None:
    """The collector listens where gateways send, and hands on to a service that there is."""
    collector = yaml.safe_load((FOLDER / "collector" / "config.yaml").read_text(encoding="utf-8"))
    port = collector["receivers"]["otlp"]["protocols"]["http"]["endpoint"].rpartition(":")[2]
    for name in GATEWAYS:
        assert services()[name]["environment"]["ENDPAGE_OTLP_URL"] == f"http://collector:{port}"
    (exporter,) = collector["exporters"].values()
    assert exporter["endpoint"].removeprefix("http://").partition(":")[0] in services()
    (pipeline,) = collector["service"]["pipelines"].values()
    assert set(pipeline["processors"]) == set(collector["processors"])


def test_the_database_is_a_replica_set() -> None:
    """Change streams need one: member and initiation name the same set."""
    command = " ".join(services()["mongodb"]["entrypoint"])
    assert "--replSet endpage" in command
    assert '_id: "endpage"' in (FOLDER / "mongodb" / "init.js").read_text(encoding="utf-8")


def secrets_made(folder: Path) -> dict[str, str]:
    """What `make-env` leaves in the folder that it is in."""
    made = subprocess.run([folder / "make-env"], capture_output=True, check=False, timeout=30)
    assert made.returncode == 0, made.stderr
    lines = (folder / ".env").read_text(encoding="ascii").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_every_secret_is_made_once(tmp_path: Path) -> None:
    """`make-env` makes what compose asks for, and no two alike; a second run adds what lacks."""
    shutil.copy(FOLDER / "make-env", tmp_path)
    compose = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+)", compose)) | {"MONGODB_KEY"}
    made = secrets_made(tmp_path)
    assert set(made) == asked
    assert len(set(made.values())) == len(made)
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in made.values())
    file = tmp_path / ".env"
    assert file.stat().st_mode & 0o077 == 0
    kept = {name: secret for name, secret in made.items() if name != "MONGODB_SHARES_PASSWORD"}
    file.write_text("".join(f"{name}={secret}\n" for name, secret in kept.items()))
    again = secrets_made(tmp_path)
    assert set(again) == asked
    assert kept.items() <= again.items()


def test_the_users_are_those_of_the_embedded_database() -> None:
    """The real replica set has the same users, and each is told its own password."""
    script = (FOLDER / "mongodb" / "init.js").read_text(encoding="utf-8")
    assert set(re.findall(r'grant\(admin, "(\w+)"', script)) == set(USERS)
    told = services()["mongodb-init"]["environment"]
    assert set(told) == {f"MONGODB_{user.upper()}_PASSWORD" for user in ("root", *USERS)}


def test_the_gateway_waits_for_its_database() -> None:
    """It starts when the owner has set it up, and is told neither the owner nor the company."""
    gateway = services()[GATEWAYS[0]]
    assert gateway["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    (uri,) = [word for word in services()["migrate"]["command"] if "mongodb://" in word]
    assert uri.startswith("--mongodb-uri=mongodb://owner:${MONGODB_OWNER_PASSWORD")
    users = re.findall(r"mongodb://(\w+):", " ".join(gateway["environment"].values()))
    assert users == ["gateway", "shares"]
