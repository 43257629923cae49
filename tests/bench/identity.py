"""Identity: an issuer of its own, so that the gateways run as they do in production."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ISSUER = "https://issuer.example"
AUDIENCE = "endpage"
_HOUR = 3600


@dataclass(frozen=True)
class Issuer:
    """Signs tokens with RS256; its public key is in ``public_key_file``."""

    key: rsa.RSAPrivateKey
    public_key_file: Path

    def token(self, creator_id: str, number: int) -> str:
        """A token for a creator; another ``number`` makes another token, which nobody has seen."""
        now = int(time.time())
        claims = {
            "sub": creator_id,
            "platform": "app",
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "nbf": now,
            "exp": now + 4 * _HOUR,
            "jti": str(number),
        }
        return jwt.encode(claims, self.key, algorithm="RS256")


def new_issuer(folder: Path) -> Issuer:
    """An issuer with a new key of 2,048 bits."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = folder / "issuer.pem"
    path.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return Issuer(key, path)
