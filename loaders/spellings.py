"""Spellings: how upstreams write values, and what they are to us. Their spellings end here.

Payload types name these in their fields; ``decode`` reads a payload into them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

# The same few moments stand all over an answer.
_REMEMBERED, _LONGEST_REMEMBERED = 4_096, 20
_MILLISECONDS_FROM = 100_000_000_000  # Seconds have 10 digits until the year 2286.
# What is worked out from such a number still has all its digits in decimal arithmetic (28).
_MOST_DIGITS = 20
_MOST_DRAWN = 10.0**_MOST_DIGITS

T = TypeVar("T")


class Moment(datetime):
    """A UTC time, from unix seconds written as digits or as a number.

    Some services send 13-digit milliseconds under the same name, so the size decides.
    """

    __slots__ = ()


class Exact(Decimal):
    """An exact finite decimal number, from text or a number."""

    __slots__ = ()


class Ratio(float):
    """A rate as 0..1, from "13.99%", "0.1399" or a number."""

    __slots__ = ()


class Drawn(float):
    """A number that is only drawn, as a point of a line; from text or a number."""

    __slots__ = ()


# An id is text; some services write it as a number, which msgspec reads as text in lax mode only.
WireId = str | int


class WireMoney(msgspec.Struct, frozen=True):
    """An amount with its ISO 4217 currency."""

    amount: Exact
    currency: str


def exact(value: object) -> Exact:
    """``value`` as an exact decimal. Raises ValueError when it is not a finite number."""
    try:
        number = Exact(str(value))
    except InvalidOperation as error:
        raise ValueError("not a decimal number") from error
    # An exponent can make a short text a number of a billion digits.
    if not number.is_finite() or not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS:
        raise ValueError("not a number that is ever counted")
    return number


def moment(value: object) -> Moment:
    """``value`` as a UTC time. Raises ValueError when it is not a time."""
    if isinstance(value, str) and len(value) <= _LONGEST_REMEMBERED:
        return _known_moment(value)
    return _moment(value)


def _moment(value: object) -> Moment:
    number = exact(value)
    seconds = number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
    try:
        return Moment.fromtimestamp(float(seconds), UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("not a time") from error


_known_moment = lru_cache(_REMEMBERED)(_moment)


def ratio(value: object) -> Ratio:
    """``value`` as a rate. Raises ValueError when it is none."""
    if isinstance(value, str) and value.endswith("%"):
        return Ratio(exact(value[:-1].strip()) / 100)
    return Ratio(exact(value))


def drawn(value: object) -> Drawn:
    """``value`` as a number. Raises ValueError when it is none, or none that is ever counted."""
    number = Drawn(value if isinstance(value, str) else exact(value))
    if not -_MOST_DRAWN < number < _MOST_DRAWN:
        raise ValueError("not a number that is ever counted")
    return number


_READ = {Moment: moment, Exact: exact, Ratio: ratio, Drawn: drawn}


def _read(form: type[Any], value: object) -> object:
    # Most of what is read are moments; it is called for each of them.
    if form is Moment and value.__class__ is str and len(value) <= _LONGEST_REMEMBERED:
        return _known_moment(value)
    return _READ[form](value)


def decode(raw: bytes | msgspec.Raw, form: type[T]) -> T:
    """The JSON in ``raw`` as ``form``. Raises ValueError when it does not fit."""
    try:
        return msgspec.json.decode(raw, type=form, dec_hook=_read)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
