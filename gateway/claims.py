"""Claims: what a token says, once its signature is known to be right.

Everything that is looked at must be of the type that it should be: what is odd is not guessed at.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

_SUBJECT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLATFORM = re.compile(r"[a-z0-9_-]{1,32}")
_LONGEST_TOKEN_ID = 256
_MOST_AUDIENCES = 64
_LAST_MOMENT = 253_402_300_799
"""The last second of the year 9999, the last that a ``datetime`` can hold."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Times are unix seconds. ``token_id`` None: the token has no id of its own."""

    subject: str
    platform: str
    issued_at: float
    expires_at: float
    not_before: float
    token_id: str | None
    is_developer: bool


def claims_of(read: dict[str, Any], *, issuer: str, audience: str) -> Claims:
    """The claims of a token that is from ``issuer`` and for ``audience``. Raises ``ValueError``."""
    if read.get("iss") != issuer:
        raise ValueError("another issuer")
    if not _is_for(audience, read.get("aud")):
        raise ValueError("another audience")
    issued_at = _moment(read.get("iat"))
    return Claims(
        subject=_name(read.get("sub"), _SUBJECT),
        platform=_name(read.get("platform"), _PLATFORM),
        issued_at=issued_at,
        expires_at=_moment(read.get("exp")),
        not_before=_moment(read["nbf"]) if "nbf" in read else issued_at,
        token_id=_token_id(read["jti"]) if "jti" in read else None,
        is_developer=read.get("developer") is True,
    )


def _is_for(audience: str, told: Any) -> bool:
    if isinstance(told, list):
        are_names = len(told) <= _MOST_AUDIENCES and all(isinstance(one, str) for one in told)
        return are_names and audience in told
    return isinstance(told, str) and told == audience


def _moment(told: Any) -> float:
    # By its very type: a truth value is a whole number to Python.
    if type(told) not in {int, float} or not math.isfinite(told) or not 0 <= told <= _LAST_MOMENT:
        raise ValueError("not a moment")
    return float(told)


def _name(told: Any, form: re.Pattern[str]) -> str:
    if not isinstance(told, str) or not form.fullmatch(told):
        raise ValueError("not a name")
    return told


def _token_id(told: Any) -> str:
    if not isinstance(told, str) or not 0 < len(told) <= _LONGEST_TOKEN_ID:
        raise ValueError("not the id of a token")
    return told
