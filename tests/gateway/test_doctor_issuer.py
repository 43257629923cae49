"""What the doctor says of the keys that tokens are checked with."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from jwt.algorithms import ECAlgorithm

from gateway.doctor.finding import Finding, Outcome
from gateway.doctor.issuer import issuer, of_certificates, of_keys
from gateway.setting_files import PublicKey
from tests.gateway.deployed import http, settings_with
from tests.gateway.little_server import answering

RSA, EC = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
BOTH = ("RS256", "ES256")


def outcomes(findings: list[Finding], subject: str) -> list[Outcome]:
    """How a subject is, look by look."""
    return [one.outcome for one in findings if one.subject == subject]


def test_keys_are_counted_by_what_they_are_good_for() -> None:
    """One that is good is enough; those whose tokens would be refused are told."""
    keys: list[PublicKey] = [RSA.public_key(), EC.public_key()]
    assert of_keys(keys, BOTH).outcome is Outcome.OK
    assert of_keys(keys, ("ES256",)).outcome is Outcome.WARNING
    assert of_keys(keys[:1], ("ES256",)).outcome is Outcome.FAILED
    assert of_keys([], BOTH).outcome is Outcome.FAILED


def key_set(end: datetime | None) -> bytes:
    """A key set with one key, whose certificate is good until then."""
    item: dict[str, Any] = ECAlgorithm.to_jwk(EC.public_key(), as_dict=True)
    if end is not None:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(EC.public_key())
            .serial_number(1)
            .not_valid_before(end - timedelta(days=400))
            .not_valid_after(end)
            .sign(EC, hashes.SHA256())
        )
        item["x5c"] = [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()]
    return json.dumps({"keys": [{**item, "kid": "a"}]}).encode()


@pytest.mark.parametrize(
    ("days", "outcome"), [(90, Outcome.OK), (3, Outcome.WARNING), (-1, Outcome.FAILED)]
)
def test_a_certificate_runs_out(days: int, outcome: Outcome) -> None:
    """Two weeks before that it is told."""
    now = datetime(2026, 11, 29, tzinfo=UTC)
    (told,) = of_certificates(key_set(now + timedelta(days=days)), now=now)
    assert told.outcome is outcome


def test_a_key_without_a_certificate_never_does() -> None:
    """And what is no certificate is none."""
    now = datetime(2026, 11, 29, tzinfo=UTC)
    assert of_certificates(key_set(None), now=now) == []
    assert of_certificates(b'{"keys": [{"x5c": ["AAAA"]}, {"x5c": 1}, 2]}', now=now) == []


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (key_set(None), Outcome.OK),
        (b'{"keys": []}', Outcome.FAILED),
        (b"<html>", Outcome.FAILED),
    ],
)
async def test_a_key_set_is_fetched(tmp_path: Path, body: bytes, outcome: Outcome) -> None:
    """It has a key that can be used, or tokens cannot be checked."""
    async with answering(http(body)) as url:
        found = await issuer(
            settings_with(tmp_path, ENDPAGE_JWT_SECRET_FILE="", ENDPAGE_JWKS_URL=url)
        )
    assert [one.outcome for one in found] == [outcome]


async def test_an_issuer_that_is_away_is_told(tmp_path: Path) -> None:
    """So is one whose key is here."""
    away = {"ENDPAGE_JWT_SECRET_FILE": "", "ENDPAGE_JWKS_URL": "http://127.0.0.1:1"}
    assert outcomes(await issuer(settings_with(tmp_path, **away)), "issuer") == [Outcome.FAILED]
    assert outcomes(await issuer(settings_with(tmp_path)), "issuer") == [Outcome.OK]
