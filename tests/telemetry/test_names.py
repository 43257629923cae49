"""Names: labels hold nothing that a stranger may make up."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.contract import described
from gateway.plan import Plan, PlannedDocument
from gateway.settings import Settings
from gateway.telemetry.declared import OTHER
from gateway.telemetry.names import Names, clients_of
from resolvers.schema import schema
from tests.gateway.serving import environment


def planned(text: str, *, is_known: bool) -> Plan:
    return PlannedDocument(described(schema), text, is_known=is_known).plan(None)


@pytest.mark.parametrize(
    ("text", "is_known", "name"),
    [
        ("query Page { viewer { creatorId } }", True, "Page"),
        ("query Page { viewer { creatorId } }", False, OTHER),
        ("{ viewer { creatorId } }", True, OTHER),
    ],
)
def test_an_operation_has_the_name_of_a_known_document(
    text: str, is_known: bool, name: str
) -> None:
    """One that anybody may have written has none."""
    assert Names().operation(planned(text, is_known=is_known)) == name


def test_what_was_never_planned_has_no_name() -> None:
    """So it is with what was refused before."""
    assert Names().operation(None) == OTHER


def test_there_are_so_many_names_and_no_more() -> None:
    """Those that came first keep theirs, however often lists are read again."""
    names = Names(most=2)
    plans = [
        planned(f"query Q{number} {{ viewer {{ creatorId }} }}", is_known=True)
        for number in range(3)
    ]
    assert [names.operation(plan) for plan in [*plans, *plans]] == ["Q0", "Q1", OTHER] * 2


def test_a_client_is_one_that_the_settings_name(tmp_path: Path) -> None:
    """It has documents or limits of its own; whoever calls itself something else is another."""
    (tmp_path / "phone").mkdir()
    (tmp_path / "limits").write_text('{"web": {"cost": 5}}')
    given = environment(
        tmp_path,
        ENDPAGE_DOCUMENTS=f"phone={tmp_path / 'phone'},{tmp_path / 'phone'}",
        ENDPAGE_CLIENT_LIMITS_FILE=str(tmp_path / "limits"),
    )
    clients = clients_of(Settings.from_environment(given))
    assert clients == {"phone", "web"}
    told = [Names(clients).client(name) for name in ("phone", "web", "stranger", None)]
    assert told == ["phone", "web", OTHER, OTHER]
