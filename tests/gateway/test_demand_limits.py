"""The limits of documents: those for everybody, and tighter ones of clients by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.demand_limits import DemandExceeded, DemandLimits, Limits
from gateway.settings import Settings, SettingsError
from tests.gateway.serving import environment

FILE = "ENDPAGE_CLIENT_LIMITS_FILE"
NAMES = "bytes, rootFields, tokens, depth, aliases, directives, fields, cost"


def test_the_defaults_of_settings_and_code_are_the_same(tmp_path: Path) -> None:
    """So that what is checked without settings is what is served."""
    settings = Settings.from_environment(environment(tmp_path))
    assert settings.demand_limits == DemandLimits(Limits(), {})


def test_every_limit_has_a_setting(tmp_path: Path) -> None:
    """Each in its place."""
    given = {
        "ENDPAGE_DOCUMENT_BYTES": "1001",
        "ENDPAGE_DOCUMENT_TOKENS": "102",
        "ENDPAGE_DOCUMENT_DEPTH": "3",
        "ENDPAGE_DOCUMENT_ALIASES": "4",
        "ENDPAGE_DOCUMENT_ROOT_FIELDS": "5",
        "ENDPAGE_DOCUMENT_DIRECTIVES": "6",
        "ENDPAGE_DOCUMENT_FIELDS": "7",
        "ENDPAGE_OPERATION_COST": "8",
    }
    settings = Settings.from_environment(environment(tmp_path, **given))
    assert settings.demand_limits.general == Limits(
        document_bytes=1001,
        tokens=102,
        depth=3,
        aliases=4,
        root_fields=5,
        directives=6,
        fields=7,
        cost=8,
    )


def test_a_client_has_its_own(tmp_path: Path) -> None:
    """Where its file names it; everybody else has those for everybody."""
    file = tmp_path / "limits.json"
    file.write_text('{"web": {"cost": 500, "rootFields": 2, "bytes": 900}}')
    settings = Settings.from_environment(environment(tmp_path, **{FILE: str(file)}))
    limits = settings.demand_limits
    assert limits.of("web") == Limits(cost=500, root_fields=2, document_bytes=900)
    assert limits.of("ios") is limits.of(None) is limits.general
    assert settings.redacted()["client_limits_file"] == str(file)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('{"web": {"cost": 5001}}', "has a cost that is not from 0 to 5000"),
        ('{"web": {"cost": -1}}', "has a cost that is not from 0 to 5000"),
        ('{"web": {"cost": "1"}}', "must name a JSON file of whole numbers by limit, by client"),
        ("[]", "must name a JSON file of whole numbers by limit, by client"),
        ("{", "must name a JSON file of whole numbers by limit, by client"),
        (
            '{"web": {"costs": 1}}',
            f"has 'costs', which is none of {NAMES}",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_at_the_start(
    tmp_path: Path, content: str, fault: str
) -> None:
    """A name proves nothing, so that no client's limit is wider."""
    file = tmp_path / "limits.json"
    file.write_text(content)
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment(tmp_path, **{FILE: str(file)}))
    assert caught.value.faults == [f"{FILE} {fault}"]


def test_a_refusal_says_which_limit_it_was() -> None:
    """In words, and for programs."""
    refusal = DemandExceeded("rootFields", requested=1_234, most=20)
    assert refusal.message == "The document asks for 1,234 fields of the root: 20 at most."
    assert refusal.limit == "rootFields"
    assert refusal.http_status == 400
