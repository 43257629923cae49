"""The settings: every fault is named at once, and nothing secret is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.setting_declarations import declarations_of, table_of
from gateway.settings import Settings, SettingsError, environment_with
from gateway.source_settings import source_settings
from tests.gateway.serving import environment

NO_MONGODB = (
    "ENDPAGE_MONGODB_URI must be a MongoDB address (mongodb:// or mongodb+srv://) "
    "that the driver can use, with its options and the files that they name"
)


def faults_of(given: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(given)
    return caught.value.faults


def public_pem(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_defaults_are_those_of_production(tmp_path: Path) -> None:
    """What is not given has its documented value."""
    settings = Settings.from_environment(environment(tmp_path))
    assert settings.client_platforms == ("app",)
    assert settings.jwt_algorithms == ("RS256", "ES256")
    assert settings.languages == ("en", "es", "ar")
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    budgets = (settings.operation_ms, settings.shop_analytics_ms, settings.rewards_ms)
    assert budgets == (1500, 800, 600)
    assert (settings.journey_ms, settings.mongodb_ms) == (600, 400)
    del (without := environment(tmp_path))["ENDPAGE_ENVIRONMENT"]
    assert faults_of(without) == [
        "ENDPAGE_JWT_SECRET_FILE is for development only (ENDPAGE_ENVIRONMENT)"
    ]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    """A missing, an unknown and a bad variable are told together, each by its name."""
    given = environment(
        tmp_path,
        ENDPAGE_PORT="70000",
        ENDPAGE_MONGODB_URL="mongodb://root:swordfish@db",
        ENDPAGE_MONGODB_URI="swordfish",
    )
    del given["ENDPAGE_REWARDS_URL"]
    assert faults_of(given) == [
        "ENDPAGE_MONGODB_URL is not a setting; is ENDPAGE_MONGODB_URI meant?",
        "ENDPAGE_PORT must be a whole number from 0 to 65535",
        NO_MONGODB,
        "ENDPAGE_REWARDS_URL is missing: Where rewards answers.",
    ]


@pytest.mark.parametrize("name", sorted(declarations_of(Settings)))
def test_a_bad_value_is_never_repeated(name: str, tmp_path: Path) -> None:
    """Whatever variable a secret is pasted into, the refusal names the variable alone."""
    told = faults_of(environment(tmp_path, **{name: "sword\x00fish"}))
    assert any(fault.startswith(name) for fault in told)
    assert "fish" not in "".join(told)


def test_a_required_setting_cannot_be_left_out(tmp_path: Path) -> None:
    """Each setting without a default is asked for by name; an empty one is not given."""
    required = [name for name, known in declarations_of(Settings).items() if known.default is None]
    assert len(required) == 10
    told = faults_of(environment(tmp_path, **dict.fromkeys(required, "")))
    assert [fault.split(" is missing")[0] for fault in told] == required


def test_one_source_of_keys_is_needed(tmp_path: Path) -> None:
    """No key and two keys are both refused."""
    given = environment(tmp_path, ENDPAGE_JWKS_URL="https://issuer.example/jwks")
    assert faults_of(given)[0].endswith(
        "must be given: ENDPAGE_JWKS_URL and ENDPAGE_JWT_SECRET_FILE is"
    )
    del given["ENDPAGE_JWKS_URL"], given["ENDPAGE_JWT_SECRET_FILE"]
    assert faults_of(given)[0].endswith("must be given: none is")


def test_public_keys_are_read_and_weak_ones_refused(tmp_path: Path) -> None:
    """A PEM file must hold a key that the allowed algorithms can use."""
    files = {
        "rsa": public_pem(rsa.generate_private_key(65537, 2048).public_key()),
        "p256": public_pem(ec.generate_private_key(ec.SECP256R1()).public_key()),
        "weak": public_pem(rsa.generate_private_key(65537, 1024).public_key()),
        "p384": public_pem(ec.generate_private_key(ec.SECP384R1()).public_key()),
        "none": b"no key",
    }
    accepted = []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        given = environment(tmp_path, ENDPAGE_JWT_PUBLIC_KEY_FILE=str(tmp_path / name))
        given |= {"ENDPAGE_JWT_SECRET_FILE": "", "ENDPAGE_ENVIRONMENT": "production"}
        if name in {"rsa", "p256"}:
            accepted.append(Settings.from_environment(given).jwt_public_key_file)
        else:
            told = faults_of(given)
            assert told[0].startswith("ENDPAGE_JWT_PUBLIC_KEY_FILE must name a PEM file")
    assert None not in accepted


def test_what_is_shown_of_the_settings_holds_no_secret(tmp_path: Path) -> None:
    """Neither the redacted settings nor a repr have a password or a secret's content."""
    settings = Settings.from_environment(environment(tmp_path))
    shown = settings.redacted()
    assert shown["mongodb_uri"] == "mongodb://***@127.0.0.1:1/"
    assert shown["jwt_secret_file"] == str(tmp_path / "jwt_secret")
    for text in (str(shown), repr(settings)):
        assert "swordfish" not in text
        assert "s" * 48 not in text


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    """A secret's file that is missing or holds too little stops the start."""
    short = tmp_path / "short"
    short.write_text("x" * 31)
    for path in (short, tmp_path / "missing"):
        told = faults_of(environment(tmp_path, ENDPAGE_JWT_SECRET_FILE=str(path)))
        assert told[0].startswith("ENDPAGE_JWT_SECRET_FILE must name a ")


@pytest.mark.parametrize("content", [None, b"", b"  \n", b"short", b"two words", b"p\xe4ssword"])
def test_the_services_credential_must_be_given(content: bytes | None, tmp_path: Path) -> None:
    """Without a credential that a header can carry no call would be answered: no start."""
    (tmp_path / "other").unlink(missing_ok=True)
    if content is not None:
        (tmp_path / "other").write_bytes(content)
    given = environment(tmp_path, ENDPAGE_SERVICE_CREDENTIAL_FILE=str(tmp_path / "other"))
    [told] = faults_of(given)
    assert told.startswith("ENDPAGE_SERVICE_CREDENTIAL_FILE must name a ")


def test_a_credential_that_happens_to_be_there_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the working directory is used only when it is named."""
    (tmp_path / ".endpage").mkdir()
    (tmp_path / ".endpage" / "service_credential").write_text("c" * 48)
    monkeypatch.chdir(tmp_path)
    del (given := environment(tmp_path))["ENDPAGE_SERVICE_CREDENTIAL_FILE"]
    [told] = faults_of(given)
    assert told.startswith("ENDPAGE_SERVICE_CREDENTIAL_FILE is missing: ")


def test_the_sources_are_told_of_the_settings(tmp_path: Path) -> None:
    """The credential and the page that explains the panels reach the loaders."""
    told = source_settings(Settings.from_environment(environment(tmp_path)))
    assert (told.service_credential, told.learn_more_url) == ("c" * 48, None)
    page = "https://example.com/end-page"
    given = environment(tmp_path, ENDPAGE_LEARN_MORE_URL=page)
    assert source_settings(Settings.from_environment(given)).learn_more_url == page
    [fault] = faults_of(given | {"ENDPAGE_LEARN_MORE_URL": "javascript:alert(1)"})
    assert fault.startswith("ENDPAGE_LEARN_MORE_URL must be an address")


def test_the_table_has_every_setting() -> None:
    """The table has one row a setting, each described."""
    rows = table_of(Settings).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(declarations_of(Settings))
    assert all(row.rstrip(" |").endswith(".") for row in rows)


def test_a_child_gets_the_changed_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new source of keys replaces the caller's; the caller's other settings stay."""
    monkeypatch.setenv("ENDPAGE_JWKS_URL", "https://issuer.example/jwks")
    monkeypatch.setenv("ENDPAGE_OPERATION_MS", "900")
    child = environment_with({"ENDPAGE_JWT_SECRET_FILE": "secret", "ENDPAGE_PORT": "1"})
    ours = {name: value for name, value in child.items() if name.startswith("ENDPAGE_")}
    assert ours == {
        "ENDPAGE_OPERATION_MS": "900",
        "ENDPAGE_JWT_SECRET_FILE": "secret",
        "ENDPAGE_PORT": "1",
    }
