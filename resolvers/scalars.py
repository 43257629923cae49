"""Scalars: few, standard, each with one form on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from loaders.moment import Moment

Long = NewType("Long", int)
URL = NewType("URL", str)
CurrencyCode = NewType("CurrencyCode", str)

_MOST = 2**63
# The same few moments stand all over a page.
_REMEMBERED = 4_096


@lru_cache(_REMEMBERED)
def instant(value: datetime) -> str:
    """RFC 3339, UTC, milliseconds, always of the same length."""
    text = value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.written(text) if isinstance(value, Moment) else text


def _parse_instant(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError):
        raise GraphQLError("A DateTime is written like 2026-11-22T15:16:53.000Z.") from None


def _parse_day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError("A Date is written like 2026-11-22.") from None


def _parse_long(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -_MOST <= value < _MOST:
        raise GraphQLError("A Long is a whole number of at most 64 bits.")
    return value


# Digits without an exponent, as many as were given.
_plain = "{:f}".format


def _parse_decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        raise GraphQLError("A Decimal is written like 12.34.") from None
    if not number.is_finite():
        raise GraphQLError("A Decimal is a finite number.")
    return number


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in UTC, as in 2026-11-22T15:16:53.000Z.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=instant,
        parse_value=_parse_instant,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar day, as in 2026-11-22.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
        serialize=lambda value: value.isoformat(),
        parse_value=_parse_day,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number, as a string: digits and a point, no exponent.",
        serialize=_plain,
        parse_value=_parse_decimal,
    ),
    Long: strawberry.scalar(
        name="Long",
        description="A whole number of up to 64 bits, as a JSON number.",
        serialize=int,
        parse_value=_parse_long,
    ),
    URL: strawberry.scalar(
        name="URL",
        description="An absolute address, also one that opens a screen of the APP.",
        specified_by_url="https://url.spec.whatwg.org/",
        serialize=str,
        parse_value=str,
    ),
    CurrencyCode: strawberry.scalar(
        name="CurrencyCode",
        description="A currency by its three letters of ISO 4217.",
        serialize=str,
        parse_value=str,
    ),
}
