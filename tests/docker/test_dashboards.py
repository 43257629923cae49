"""What is looked at and what is told: dashboard and alerts name figures that there are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from gateway.setting_declarations import declarations_of
from gateway.settings import Settings
from gateway.telemetry.declared import METRICS, PROCESS
from tests.house.source_file import ROOT
from tests.telemetry.promql import read_query

FOLDER = ROOT / "docker"
# What Prometheus adds to every figure that it reads; a histogram's buckets have a bound.
OURS = frozenset({"worker", "instance", "job"})
FIGURES = {name: frozenset(metric.labels) | OURS for metric in METRICS for name in metric.samples}
FIGURES |= {name: labels | {"le"} for name, labels in FIGURES.items() if name.endswith("_bucket")}
FIGURES |= dict.fromkeys((*PROCESS, "up"), OURS)


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / "prometheus" / name).read_text(encoding="utf-8"))


def dashboard() -> Any:
    return json.loads((FOLDER / "grafana" / "endpage.json").read_text(encoding="utf-8"))


RULES: list[dict[str, Any]] = [
    rule for group in loaded("alerts.yaml")["groups"] for rule in group["rules"]
]
RECORDED = {rule["record"]: frozenset({"job"}) for rule in RULES if "record" in rule}
ALERTS = [rule for rule in RULES if "alert" in rule]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
QUERIES = [
    *((rule.get("alert") or rule["record"], rule["expr"]) for rule in RULES),
    *(
        (f"{panel['title']} {target['refId']}", target["expr"])
        for panel in dashboard()["panels"]
        for target in panel.get("targets", ())
    ),
]


@pytest.mark.parametrize(("title", "text"), QUERIES, ids=[title for title, _ in QUERIES])
def test_a_query_names_what_there_is(title: str, text: str) -> None:
    """Every figure of it is told by the gateway, with every label that it is asked by."""
    query = read_query(text.replace("$__rate_interval", "1m"))
    known = FIGURES | RECORDED
    assert query.figures, title
    for named in query.figures:
        assert named.figure in known
        assert named.labels <= known[named.figure]
        assert query.grouped <= known[named.figure]


def test_a_query_with_a_mistake_is_found() -> None:
    """The reader of queries reads what it should, and nothing else."""
    query = read_query('sum by (le) (rate(endpage_own_seconds_bucket{operation="a"}[5m])) > 1.5e9')
    assert [(one.figure, one.labels) for one in query.figures] == [
        ("endpage_own_seconds_bucket", frozenset({"operation"}))
    ]
    assert query.grouped == {"le"}
    for broken in ("sum(up", "up)", "up; drop"):
        with pytest.raises(ValueError):
            read_query(broken)


def test_every_figure_is_looked_at() -> None:
    """What nobody sees need not be counted."""
    seen = {
        named.figure
        for _, text in QUERIES
        for named in read_query(text.replace("$__rate_interval", "1m")).figures
    }
    unseen = [metric.name for metric in METRICS if not seen & set(metric.samples)]
    assert unseen == []


def test_an_alert_says_how_grave_it_is_and_where_to_read_on() -> None:
    """Each has its own section of the runbook, which says what it means and what to do; and no
    section is of an alert that there is not.
    """
    names = [alert["alert"] for alert in ALERTS]
    assert len(set(names)) == len(names)
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOK, re.DOTALL | re.MULTILINE))
    assert list(sections) == names
    for alert in ALERTS:
        anchor = alert["alert"].lower()
        assert alert["labels"]["severity"] in {"page", "ticket"}
        assert alert["annotations"]["runbook_url"] == f"docs/runbook.md#{anchor}"
        assert alert["annotations"]["summary"].endswith(".")
        for words in ("**What it means.**", "**What to do.**"):
            assert sections[alert["alert"]].count(words) == 1


def test_the_runbook_leads_somewhere() -> None:
    """Its links are to its own sections and to files; its figures and settings are there."""
    anchors = {name.lower() for name in re.findall(r"^## (\w+)$", RUNBOOK, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", RUNBOOK)) <= anchors
    for path in re.findall(r"\]\(([^#)][^)]*)\)", RUNBOOK):
        assert (ROOT / "docs" / path).exists()
    assert set(re.findall(r"endpage_[a-z_]+", RUNBOOK)) <= {metric.name for metric in METRICS}
    assert set(re.findall(r"ENDPAGE_[A-Z_]+", RUNBOOK)) <= set(declarations_of(Settings))


def test_prometheus_reads_the_rules() -> None:
    """Its file names them, and the job that they are about."""
    told = loaded("prometheus.yaml")
    assert told["rule_files"] == ["alerts.yaml"]
    assert [job["job_name"] for job in told["scrape_configs"]] == ["endpage"]


def test_the_dashboard_is_whole() -> None:
    """Each panel has an id and a place of its own, within the width, and says what it shows."""
    panels = dashboard()["panels"]
    ids = [panel["id"] for panel in panels]
    assert len(set(ids)) == len(ids) > 30
    places = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(set(places)) == len(places)
    assert max(x for x, _ in places) < 24
    assert all(panel["title"] for panel in panels)
