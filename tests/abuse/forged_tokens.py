"""Forged tokens as data: the name of each, how it is made, and the code that refuses it.

They are made when a test asks for them, so that none is out of date. This file is long because the
list of forgeries is.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.abuse.issuer import SECRET, Issuer, base64url
from tests.gateway.tokens_of import LEFT_OUT, claims

Make = Callable[[Issuer], str]
UNAUTHENTICATED, EXPIRED, PLATFORM = "UNAUTHENTICATED", "TOKEN_EXPIRED", "CLIENT_NOT_SUPPORTED"
# The order of P-256's group.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class Forged:
    """One of them."""

    name: str
    make: Make
    code: str = UNAUTHENTICATED


def good(issuer: Issuer, *, algorithm: str = "RS256", **changes: Any) -> str:
    """A token that is as it should be, but for the changes of its claims."""
    payload = json.dumps(claims(**changes)).encode()
    return sealed(issuer, payload, algorithm=algorithm)


def sealed(
    issuer: Issuer, payload: bytes, *, algorithm: str = "RS256", header: bytes | None = None
) -> str:
    """A right signature over whatever is given."""
    key_id = "rsa" if algorithm == "RS256" else "ec"
    if header is None:
        header = json.dumps({"alg": algorithm, "kid": key_id, "typ": "JWT"}).encode()
    signed = f"{base64url(header)}.{base64url(payload)}"
    private = issuer.rsa if algorithm == "RS256" else issuer.ec
    signature = jwt.get_algorithm_by_name(algorithm).sign(signed.encode(), private)
    return f"{signed}.{base64url(signature)}"


def _payload(**changes: Any) -> bytes:
    return json.dumps(claims(**changes)).encode()


def _headed(name: str, make: Callable[[Issuer], dict[str, Any]]) -> Forged:
    """A right signature under a header with something more."""

    def made(issuer: Issuer) -> str:
        header = {"alg": "RS256", "kid": "rsa", "typ": "JWT", **make(issuer)}
        return sealed(issuer, _payload(), header=json.dumps(header).encode())

    return Forged(name, made)


def _with_key_id(name: str, value: Any) -> Forged:
    return _headed(f"kid {name}", lambda _: {"kid": value})


def _by_foreign(name: str, make: Callable[[Issuer], dict[str, Any]]) -> Forged:
    """A signature of the forger's own key, with a header that says where that key is."""

    def made(issuer: Issuer) -> str:
        return jwt.encode(claims(), issuer.foreign_rsa, algorithm="RS256", headers=make(issuer))

    return Forged(name, made)


def _by_key(key_id: Any, attribute: str = "odd", algorithm: str = "RS256") -> Forged:
    """A right signature of a key that is in the key set and is not to be used."""

    def made(issuer: Issuer) -> str:
        signed = (
            f"{base64url(json.dumps({'alg': algorithm, 'kid': key_id}).encode())}"
            f".{base64url(_payload())}"
        )
        key = getattr(issuer, attribute)
        signature = jwt.get_algorithm_by_name(algorithm).sign(signed.encode(), key)
        return f"{signed}.{base64url(signature)}"

    return Forged(f"key {key_id!r}", made)


def _claim(name: str, value: Any, code: str = UNAUTHENTICATED) -> Forged:
    told = repr(value) if len(repr(value)) < 40 else f"{type(value).__name__} that is huge"
    return Forged(f"{name} {told}", lambda issuer: good(issuer, **{name: value}), code)


def _at(name: str, seconds: int, code: str = UNAUTHENTICATED) -> Forged:
    def made(issuer: Issuer) -> str:
        changes: dict[str, Any] = {name: int(time.time()) + seconds}
        return good(issuer, **changes)

    return Forged(f"{name} {seconds:+} seconds", made, code)


def _raw(name: str, change: Callable[[str], str]) -> Forged:
    """A right signature over claims that are written in an odd way."""
    return Forged(
        name, lambda issuer: sealed(issuer, change(_payload().decode()).encode("utf-8", "replace"))
    )


def _spelt(name: str, change: Callable[[str], str]) -> Forged:
    """A good token in another spelling."""
    return Forged(name, lambda issuer: change(good(issuer)))


def _unsigned(algorithm: Any, signature: str = "") -> Forged:
    def made(_issuer: Issuer) -> str:
        header = json.dumps({"alg": algorithm, "typ": "JWT", "kid": "rsa"}).encode()
        return f"{base64url(header)}.{base64url(_payload())}.{signature}"

    return Forged(f"alg {algorithm!r} with signature {signature!r}", made)


def _with_text_of_the_key(name: str, text: Callable[[Issuer], bytes]) -> Forged:
    """HS256, with what everybody knows as the secret."""

    def made(issuer: Issuer) -> str:
        header = json.dumps({"alg": "HS256", "typ": "JWT", "kid": "rsa"}).encode()
        signed = f"{base64url(header)}.{base64url(_payload())}"
        return f"{signed}.{base64url(hmac.digest(text(issuer), signed.encode(), hashlib.sha256))}"

    return Forged(name, made)


def _public(issuer: Issuer, form: PublicFormat, encoding: Encoding) -> bytes:
    return issuer.rsa.public_key().public_bytes(encoding, form)


def _signed_with(name: str, change: Callable[[bytes], bytes]) -> Forged:
    """An ES256 token with another signature."""

    def made(issuer: Issuer) -> str:
        signed, _, signature = good(issuer, algorithm="ES256").rpartition(".")
        decoded = base64.urlsafe_b64decode(signature + "==")
        return f"{signed}.{base64url(change(decoded))}"

    return Forged(name, made)


def _left_over(token: str) -> str:
    """The same bytes by another last letter, whose lowest bits stand for nothing."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + letters[letters.index(token[-1]) | 1]


def _swapped(token: str) -> str:
    header, payload, signature = token.split(".")
    other = json.loads(base64.urlsafe_b64decode(payload + "=="))
    other["sub"] = "6800000000000000002"
    return f"{header}.{base64url(json.dumps(other).encode())}.{signature}"


def _nested(issuer: Issuer) -> str:
    inner = good(issuer)
    header = json.dumps({"alg": "RS256", "kid": "rsa", "cty": "JWT"}).encode()
    return sealed(issuer, inner.encode(), header=header)


def _mixed(issuer: Issuer) -> str:
    header = json.dumps({"alg": "ES256", "kid": "rsa"}).encode()
    signed = f"{base64url(header)}.{base64url(_payload())}"
    signature = jwt.get_algorithm_by_name("ES256").sign(signed.encode(), issuer.ec)
    return f"{signed}.{base64url(signature)}"


def _other_algorithm(algorithm: str, key_id: str, attribute: str) -> Forged:
    return Forged(
        f"alg {algorithm} by the issuer's own key",
        lambda issuer: jwt.encode(
            claims(), getattr(issuer, attribute), algorithm=algorithm, headers={"kid": key_id}
        ),
    )


def _der(signature: bytes) -> bytes:
    return encode_dss_signature(
        int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    )


_KEY_IDS: tuple[tuple[str, Any], ...] = (
    ("path", "../../../../dev/null"),
    ("absolute path", "/proc/self/environ"),
    ("SQL", "x' UNION SELECT 'secret' -- "),
    ("shell", "rsa; cat /etc/passwd"),
    ("NoSQL", '{"$ne": ""}'),
    ("with a NUL", "rsa\x00"),
    ("with a space", "rsa "),
    ("of another case", "RSA"),
    ("empty", ""),
    ("of 257 characters", "r" * 257),
    ("of 4,000 characters", "r" * 4000),
    ("a number", 1),
    ("null", None),
    ("true", True),
    ("a list", ["rsa"]),
    ("an object", {"kid": "rsa"}),
)
_NO_MOMENTS: tuple[Any, ...] = (
    *("4102444800", "", None, True, [4102444800], {}, -1, -0.5, 10**20),
    *(float("nan"), float("inf"), float("-inf")),
)
_NO_AUDIENCES: tuple[Any, ...] = (
    *("", "another", "endpage ", "ENDPAGE", None, True, 1, {"endpage": 1}, []),
    *(["endpage", 1], [["endpage"]], ["endpage"] * 65),
)
_NO_SUBJECTS: tuple[Any, ...] = (
    *("", " ", "6800000000000000001\n", "6800000000000000001 ", "a/b", "é", "x" * 65),
    *(None, True, 6800000000000000001, ["6800000000000000001"], {"$gt": ""}),
)
_NO_ISSUERS: tuple[Any, ...] = (
    *("", "https://another.example", "https://issuer.example/", None, 1, True, {}),
    ["https://issuer.example"],
)
_NO_PLATFORMS: tuple[Any, ...] = ("", "APP", None, 1, ["app"], {"app": 1})
_NO_TOKEN_IDS: tuple[Any, ...] = ("", "x" * 257, None, 1, ["a"])
_JWK = {"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "rsa"}

FORGED: tuple[Forged, ...] = (
    # No signature, or one that anybody could make.
    *map(_unsigned, ("none", "None", "NONE", "nOnE", "", None, 0, ["RS256"], {})),
    _unsigned("none", "AA"),
    _unsigned("RS256"),
    _unsigned("ES256"),
    _with_text_of_the_key(
        "HS256 by the public key's PEM",
        lambda it: _public(it, PublicFormat.SubjectPublicKeyInfo, Encoding.PEM),
    ),
    _with_text_of_the_key(
        "HS256 by the public key's PEM without its last line break",
        lambda it: _public(it, PublicFormat.SubjectPublicKeyInfo, Encoding.PEM).strip(),
    ),
    _with_text_of_the_key(
        "HS256 by the public key's DER",
        lambda it: _public(it, PublicFormat.SubjectPublicKeyInfo, Encoding.DER),
    ),
    _with_text_of_the_key(
        "HS256 by the public key's PKCS 1",
        lambda it: _public(it, PublicFormat.PKCS1, Encoding.PEM),
    ),
    _with_text_of_the_key("HS256 by the key set", lambda it: it.key_set),
    _with_text_of_the_key("HS256 by nothing", lambda _: b""),
    Forged(
        "HS256 by a secret of the key set",
        lambda _: jwt.encode(claims(), SECRET, algorithm="HS256", headers={"kid": "oct"}),
    ),
    _other_algorithm("RS384", "rsa", "rsa"),
    _other_algorithm("RS512", "rsa", "rsa"),
    _other_algorithm("PS256", "rsa", "rsa"),
    _other_algorithm("ES384", "p384", "p384"),
    Forged("ES256 by the key of RS256", _mixed),
    Forged(
        "RS256 by a foreign key",
        lambda it: jwt.encode(claims(), it.foreign_rsa, "RS256", headers={"kid": "rsa"}),
    ),
    Forged(
        "ES256 by a foreign key",
        lambda it: jwt.encode(claims(), it.foreign_ec, "ES256", headers={"kid": "ec"}),
    ),
    Forged("no key id", lambda it: jwt.encode(claims(), it.rsa, "RS256")),
    Forged("another creator under the same signature", lambda it: _swapped(good(it))),
    # Headers that name a key, or a way to one.
    *(_with_key_id(name, value) for name, value in _KEY_IDS),
    _by_foreign("jku", lambda it: {"jku": it.trap, "kid": "rsa"}),
    _by_foreign("jku and an unknown kid", lambda it: {"jku": it.trap, "kid": "x"}),
    _by_foreign("kid that is an address", lambda it: {"kid": it.trap}),
    _by_foreign("x5u", lambda it: {"x5u": it.trap, "kid": "rsa"}),
    _by_foreign("jwk", lambda _: {"jwk": _JWK, "kid": "rsa"}),
    _by_foreign("x5c", lambda _: {"x5c": ["MIIB"], "kid": "rsa"}),
    _headed("jku over a right signature", lambda it: {"jku": it.trap}),
    _headed("x5u over a right signature", lambda it: {"x5u": it.trap}),
    _headed("jwk over a right signature", lambda _: {"jwk": _JWK}),
    _headed("x5c over a right signature", lambda _: {"x5c": []}),
    _headed("crit", lambda _: {"crit": ["exp"]}),
    _headed("crit of nothing", lambda _: {"crit": []}),
    _headed("b64", lambda _: {"b64": False}),
    _headed("zip", lambda _: {"zip": "DEF"}),
    _headed("enc", lambda _: {"enc": "A256GCM"}),
    _headed("cty", lambda _: {"cty": "JWT"}),
    _headed("typ of another token", lambda _: {"typ": "dpop+jwt"}),
    _headed("typ that is a list", lambda _: {"typ": ["JWT"]}),
    Forged(
        "alg twice",
        lambda it: sealed(it, _payload(), header=b'{"alg":"none","alg":"RS256","kid":"rsa"}'),
    ),
    Forged("a header that is a list", lambda it: sealed(it, _payload(), header=b'["RS256"]')),
    Forged("a header that is empty", lambda it: sealed(it, _payload(), header=b"{}")),
    # Keys of the key set that are not to be used.
    _by_key("small", "small"),
    *(
        _by_key(key_id)
        for key_id in (
            *("enc", "ops", "ops-odd", "alg", "alg-none", "use-odd", "kty-odd", "no-exponent"),
            *("private", "7"),
        )
    ),
    _by_key("p384", "ec", "ES256"),
    _by_key("off-curve", "ec", "ES256"),
    # Signatures.
    _signed_with("ES256 of zeros", lambda _: bytes(64)),
    _signed_with("ES256 whose r is zero", lambda it: bytes(32) + it[32:]),
    _signed_with("ES256 whose s is zero", lambda it: it[:32] + bytes(32)),
    _signed_with("ES256 whose r and s are the order", lambda _: _ORDER.to_bytes(32, "big") * 2),
    _signed_with("ES256 of 63 bytes", lambda it: it[:-1]),
    _signed_with("ES256 of 65 bytes", lambda it: it + b"\x00"),
    _signed_with("ES256 of 96 bytes", lambda it: it + it[:32]),
    _signed_with("ES256 as DER", _der),
    _signed_with("ES256 the wrong way round", lambda it: it[32:] + it[:32]),
    _signed_with("ES256 of nothing", lambda _: b""),
    # Other spellings of a good token.
    _spelt("padding", lambda it: it + "=="),
    _spelt("padding of the header", lambda it: it.replace(".", "==.", 1)),
    _spelt("bits left over", _left_over),
    _spelt("the other alphabet", lambda it: it.replace("_", "/").replace("-", "+") + "+"),
    _spelt("a space within", lambda it: it.replace(".", ". ", 1)),
    _spelt("two parts", lambda it: it.rpartition(".")[0]),
    _spelt("four parts", lambda it: it + ".AA"),
    _spelt("five parts, as if it were encrypted", lambda it: it + ".AA.AA"),
    _spelt("itself twice", lambda it: it + it),
    _spelt("a dot more", lambda it: it + "."),
    _spelt("quotes", lambda it: f'"{it}"'),
    Forged("nothing but dots", lambda _: ".."),
    Forged("garbage", lambda _: "not.a.token"),
    Forged("a token within a token", _nested),
    Forged("more than 8,192 characters", lambda it: good(it, more="x" * 8192)),
    Forged("30,000 letters", lambda _: "A" * 30_000),
    # Claims that are odd in what they are.
    *(_claim(name, value) for name in ("exp", "nbf", "iat") for value in _NO_MOMENTS),
    *(_claim(name, LEFT_OUT) for name in ("exp", "iat", "iss", "aud", "sub", "platform")),
    *(_claim("iss", value) for value in _NO_ISSUERS),
    *(_claim("aud", value) for value in _NO_AUDIENCES),
    *(_claim("sub", value) for value in _NO_SUBJECTS),
    *(_claim("platform", value) for value in _NO_PLATFORMS),
    *(_claim("jti", value) for value in _NO_TOKEN_IDS),
    # Claims that are odd in how they are written.
    _raw("sub twice", lambda it: it[:-1] + ', "sub": "6800000000000000002"}'),
    _raw("exp twice", lambda it: it[:-1] + ', "exp": 4102444800}'),
    _raw("a name twice, deep within", lambda it: it[:-1] + ', "a": [{"b": 1, "b": 1}]}'),
    _raw("exp of 5,000 digits", lambda it: it.replace('"exp": ', '"exp": ' + "9" * 5000)),
    _raw("exp of 1e999", lambda it: it.replace('"exp": ', '"exp": 1e999, "x": ')),
    _raw("nested 3,000 times", lambda it: it[:-1] + ', "a": ' + "[" * 1500 + "]" * 1500 + "}"),
    _raw("a comma too many", lambda it: it[:-1] + ",}"),
    _raw("something behind the object", lambda it: it + "{}"),
    _raw("a mark of byte order", lambda it: "\ufeff" + it),
    _raw("a list of claims", lambda it: f"[{it}]"),
    _raw("nothing", lambda _: ""),
    Forged("UTF-16", lambda it: sealed(it, _payload().decode().encode("utf-16"))),
    Forged("no UTF-8", lambda it: sealed(it, _payload()[:-1] + b', "a": "\xff"}')),
    # Times.
    _at("exp", -11, EXPIRED),
    _at("exp", -86_400, EXPIRED),
    _claim("exp", 0, EXPIRED),
    _at("exp", 86_400 * 2),
    _at("exp", 86_400 * 3650),
    _at("nbf", 600),
    _at("iat", 600),
    _at("iat", -86_400),
    # A platform that is not served: the one refusal that says why.
    _claim("platform", "web", PLATFORM),
)
