"""The manifests: they are what Kubernetes takes, and they agree with the gateway and each other.

The file is long, because whatever two manifests both say has a test.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]  # it has no types
import pytest
import yaml

from gateway.setting_declarations import declarations_of
from gateway.settings import Settings
from tests.docker.test_compose import PHASES
from tests.docker.test_images import health_paths, stages
from tests.house.source_file import ROOT

FOLDER = ROOT / "docker" / "kubernetes"
# Of others: of kustomize, and of the adapter's chart.
_NO_MANIFESTS = {"kustomization.yaml", "prometheus-adapter.yaml"}
_VERSIONS = ("1.31", "1.34")


def parts_of(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / name).read_text(encoding="utf-8")))


def names() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*.yaml") if path.name not in _NO_MANIFESTS)


def pod_of(name: str) -> dict[str, Any]:
    pod: dict[str, Any] = parts_of(name)[0]["spec"]["template"]["spec"]
    return pod


def container_of(name: str) -> dict[str, Any]:
    (container,) = pod_of(name)["containers"]
    found: dict[str, Any] = container
    return found


def given() -> dict[str, str]:
    """The settings that a pod has, those that are secrets with no value."""
    container = container_of("deployment.yaml")
    (source,) = container["envFrom"]
    (config,) = parts_of("configmap.yaml")
    assert source["configMapRef"]["name"] == config["metadata"]["name"]
    settings: dict[str, str] = {**config["data"], **{one["name"]: "" for one in container["env"]}}
    return settings


@pytest.mark.parametrize("version", _VERSIONS)
@pytest.mark.parametrize("name", names())
def test_a_manifest_is_one(name: str, version: str) -> None:
    """Kubernetes' own schemas have nothing against it, and know each of its fields."""
    for part in parts_of(name):
        kubernetes_validate.validate(part, version, strict=True)


def test_kustomize_is_told_of_all() -> None:
    """No manifest is left out, and none is missing."""
    (kustomization,) = parts_of("kustomization.yaml")
    assert sorted(kustomization["resources"]) == names()
    assert {one["name"] for one in kustomization["images"]} == {
        container_of(name)["image"] for name in ("deployment.yaml", "migrate.yaml")
    }


def test_every_setting_is_one_and_none_is_missing() -> None:
    """A gateway with them would start: it refuses names that it does not know."""
    declared = declarations_of(Settings)
    needed = {name for name, one in declared.items() if one.default is None}
    assert set(given()) <= set(declared)
    assert needed <= set(given())


def test_files_that_settings_name_are_mounted() -> None:
    """Each secret that is read from a file is one of the volume's."""
    (mount,) = [
        one for one in container_of("deployment.yaml")["volumeMounts"] if one["name"] == "secrets"
    ]
    (volume,) = [one for one in pod_of("deployment.yaml")["volumes"] if one["name"] == "secrets"]
    mounted = {f"{mount['mountPath']}/{item['path']}" for item in volume["secret"]["items"]}
    assert {value for name, value in given().items() if name.endswith("_FILE")} == mounted


def test_every_secret_is_told_of() -> None:
    """Who deploys it reads which keys the secrets must have."""
    told = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    text = "".join((FOLDER / name).read_text(encoding="utf-8") for name in names())
    keys = set(re.findall(r"\bkey: (\w+)", text))
    assert keys == {
        *("mongodb_uri", "shares_mongodb_uri", "service_credential", "link_keys"),
        "s3_secret_key",
    }
    assert all(f"`{key}`" in told for key in keys)


def test_probes_ask_what_there_is() -> None:
    """Each probe asks a route of the gateway, at the port on which it listens, by its name."""
    container = container_of("deployment.yaml")
    asked = {
        kind: container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")
    }
    assert {kind: one["path"] for kind, one in asked.items()} == {
        "startup": "/startupz",
        "liveness": "/livez",
        "readiness": "/readyz",
    }
    assert {one["port"] for one in asked.values()} == {"http"}
    assert {one["path"] for one in asked.values()} <= health_paths()


def test_ports_agree() -> None:
    """The image's, the pod's, the service's and the policy's are the same two."""
    ports = {one["name"]: one["containerPort"] for one in container_of("deployment.yaml")["ports"]}
    assert f"EXPOSE {ports['http']}" in stages()["gateway"]
    assert given()["ENDPAGE_METRICS_ADDRESS"].endswith(f":{ports['metrics']}")
    (service,) = parts_of("service.yaml")
    assert [one["targetPort"] for one in service["spec"]["ports"]] == ["http"]
    policy = parts_of("networkpolicy.yaml")[0]["spec"]
    allowed = {port["port"] for rule in policy["ingress"] for port in rule["ports"]}
    assert allowed == set(ports)
    (deployment,) = parts_of("deployment.yaml")
    scraped = deployment["spec"]["template"]["metadata"]["annotations"]["prometheus.io/port"]
    assert scraped == str(ports["metrics"])


@pytest.mark.parametrize("name", ["deployment.yaml", "migrate.yaml"])
def test_a_pod_may_do_next_to_nothing(name: str) -> None:
    """It runs as the image's user, writes nowhere, gains nothing, asks nothing of the cluster."""
    pod, container = pod_of(name), container_of(name)
    (user,) = [line.split()[1] for line in stages()["gateway"] if line.startswith("USER")]
    security = pod["securityContext"]
    assert f"{security['runAsUser']}:{security['runAsGroup']}" == user
    assert security["runAsNonRoot"] is True
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is pod["enableServiceLinks"] is False
    assert set(container["resources"]) == {"requests", "limits"}


def test_a_pod_is_given_the_time_that_its_settings_take() -> None:
    """Nobody kills it before it has sent all of its clients away, and it waits until the cluster
    has seen that it is unready.
    """
    settings, pod = given(), pod_of("deployment.yaml")
    takes = sum(int(settings[f"ENDPAGE_{phase}_SECONDS"]) for phase in PHASES)
    assert pod["terminationGracePeriodSeconds"] >= takes + 10
    probe = container_of("deployment.yaml")["readinessProbe"]
    seen = (probe["periodSeconds"] + probe["timeoutSeconds"]) * probe["failureThreshold"]
    assert int(settings["ENDPAGE_UNREADY_SECONDS"]) > seen


def test_everybody_means_the_same_pods() -> None:
    """Service, budget, policy, spread and autoscaler select what the deployment makes."""
    (deployment,) = parts_of("deployment.yaml")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    (service,), (budget,) = parts_of("service.yaml"), parts_of("poddisruptionbudget.yaml")
    policy = parts_of("networkpolicy.yaml")[0]
    assert deployment["spec"]["selector"]["matchLabels"] == labels
    assert service["spec"]["selector"] == labels
    assert budget["spec"]["selector"]["matchLabels"] == labels
    assert policy["spec"]["podSelector"]["matchLabels"] == labels
    (spread,) = pod_of("deployment.yaml")["topologySpreadConstraints"]
    assert spread["labelSelector"]["matchLabels"] == labels
    (scaler,) = parts_of("horizontalpodautoscaler.yaml")
    assert scaler["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    # They would take each other's word for how many there are to be.
    assert "replicas" not in deployment["spec"]


def test_the_ingress_shows_nobody_how_the_gateway_is() -> None:
    """Its paths are the public ones, and lead to the service."""
    (ingress,), (service,) = parts_of("ingress.yaml"), parts_of("service.yaml")
    (rule,) = ingress["spec"]["rules"]
    paths = {one["path"] for one in rule["http"]["paths"]}
    assert paths == {"/graphql", "/graphiql", "/media", "/posters", "/s", "/oembed"}
    assert not paths & health_paths()
    assert {one["backend"]["service"]["name"] for one in rule["http"]["paths"]} == {
        service["metadata"]["name"]
    }
    assert "non_idempotent" not in str(ingress["metadata"]["annotations"])


def test_the_autoscaler_asks_for_what_the_adapter_makes() -> None:
    """Each of its metrics is made, of figures that the gateway has."""
    (scaler,), (adapter,) = parts_of("horizontalpodautoscaler.yaml"), adapted()
    asked = {one["pods"]["metric"]["name"] for one in scaler["spec"]["metrics"]}
    rules = adapter["rules"]["custom"]
    assert asked == {rule["name"]["as"] for rule in rules}
    declared = import_module("gateway.telemetry.declared")
    known = {f"{one.name}{suffix}" for one in declared.METRICS for suffix in ("", "_sum")}
    assert {rule["seriesQuery"].partition("{")[0] for rule in rules} <= known


def adapted() -> list[dict[str, Any]]:
    return parts_of("prometheus-adapter.yaml")


def test_a_pod_that_holds_as_many_as_it_may_is_one_too_few() -> None:
    """More pods are asked for before one has to refuse a stream."""
    (scaler,) = parts_of("horizontalpodautoscaler.yaml")
    wanted = {
        one["pods"]["metric"]["name"]: one["pods"]["target"]["averageValue"]
        for one in scaler["spec"]["metrics"]
    }
    most = declarations_of(Settings)["ENDPAGE_STREAMS"].default
    assert most is not None
    assert int(wanted["endpage_subscribers"]) <= int(most) * 3 // 4


def test_no_manifest_has_a_secret() -> None:
    """Secrets are named, and never written down."""
    assert "Secret" not in {part["kind"] for name in names() for part in parts_of(name)}
