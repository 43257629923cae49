"""Spellings: what upstreams write, read exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.spellings import Exact, Moment, Ratio, WireMoney, decode, exact, moment, ratio

AT = datetime(2026, 11, 22, 15, 16, 53, tzinfo=UTC)
SECONDS = int(AT.timestamp())


@pytest.mark.parametrize(
    "written", [SECONDS, str(SECONDS), SECONDS * 1000, str(SECONDS * 1000), float(SECONDS)]
)
def test_a_moment_is_read_from_seconds_and_from_milliseconds(written: object) -> None:
    """Seconds and 13-digit milliseconds, as text or as number, are the same UTC time."""
    assert moment(written) == AT
    assert moment(written).tzinfo is UTC


@given(st.integers(min_value=1_000_000_000, max_value=4_000_000_000))
def test_a_moment_is_the_same_in_every_spelling(seconds: int) -> None:
    """No second of a lifetime is read as another one."""
    assert moment(str(seconds)) == moment(seconds * 1000) == moment(str(seconds * 1000))
    assert moment(seconds) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize("written", ["", "soon", "NaN", "Infinity", None, True, [], "1e30"])
def test_what_is_no_time_is_refused(written: object) -> None:
    """A time that cannot be read is a ValueError, whatever it is."""
    with pytest.raises(ValueError):
        moment(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [("13.99%", 0.1399), ("18%", 0.18), ("0.0454", 0.0454), (0.5, 0.5), (0, 0.0), ("0%", 0.0)],
)
def test_a_ratio_is_0_to_1_in_every_spelling(written: object, read: float) -> None:
    """Percentages, decimal texts and numbers are one rate."""
    assert ratio(written) == read


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_a_percentage_is_a_hundredth(percent: Decimal) -> None:
    """Dividing by a hundred is done exactly, before it becomes a float."""
    assert ratio(f"{percent}%") == float(percent / 100)


@pytest.mark.parametrize("written", ["%", "13,99%", "a lot", {"rate": 1}, None])
def test_what_is_no_ratio_is_refused(written: object) -> None:
    """A rate that cannot be read is a ValueError."""
    with pytest.raises(ValueError):
        ratio(written)


@given(
    st.decimals(
        min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False
    )
)
def test_exact_loses_no_digit(amount: Decimal) -> None:
    """An amount is what was written, digit by digit."""
    read = exact(format(amount, "f"))
    assert read == amount
    assert format(read, "f") == format(amount, "f")


@pytest.mark.parametrize("written", ["NaN", "sNaN", "-Infinity", "1e1000000000", "1e-99", "12 USD"])
def test_what_was_never_counted_is_refused(written: str) -> None:
    """Not a number, no end, and a short text that stands for a billion digits are ValueErrors."""
    with pytest.raises(ValueError):
        exact(written)


class Spelt(msgspec.Struct):
    """One field of each spelling."""

    at: Moment
    amount: WireMoney
    rate: Ratio
    average: Exact


def test_a_payload_is_decoded_into_our_values() -> None:
    """The types of fields say how spellings are read; fields that nobody names are let be."""
    raw = (
        b'{"at": "1795360613", "amount": {"amount": "15110.03", "currency": "USD"},'
        b' "rate": "13.99%", "average": 25.5, "new_in_2027": null}'
    )
    read = decode(raw, Spelt)
    assert read.at == datetime.fromtimestamp(1795360613, UTC)
    assert (read.amount.amount, read.amount.currency) == (Decimal("15110.03"), "USD")
    assert (read.rate, read.average) == (0.1399, Decimal("25.5"))


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"null", b'{"at": "soon"}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_cannot_be_decoded_is_a_value_error(raw: bytes) -> None:
    """Whatever comes over the wire, the only thing raised is ValueError."""
    with pytest.raises(ValueError):
        decode(raw, Spelt)
