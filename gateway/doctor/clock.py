"""Clock: how far that of this machine is from those of the machines around it.

Tokens and links are good until a moment, and a LIVE's state follows from the clock.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import aiohttp

from gateway.doctor.finding import Finding, failed, ok, warning
from loaders.database_checkup import least_skew

_UNNOTICED_SECONDS = 2.0
_SECONDS = 15.0
_ADVICE = "Have both machines' clocks set by NTP."


async def skew_of(url: str) -> float | None:
    """How many seconds the clock behind the address is ahead of ours at the least; None when nobody
    answers there, or without a date.
    """
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            began = time.time()
            async with session.get(url, allow_redirects=False) as response:
                told = response.headers.get("date")
            ended = time.time()
    except (OSError, TimeoutError, ValueError, aiohttp.ClientError):
        return None
    try:
        if told is None:
            return None
        # A date has no parts of a second, so it may be one more by then.
        return least_skew(parsedate_to_datetime(told).timestamp() + 0.5, began - 0.5, ended + 0.5)
    except ValueError:
        return None


def of_skew(subject: str, seconds: float | None, *, leeway: int) -> list[Finding]:
    """What a skew of so many seconds means where ``leeway`` is allowed; nothing, if it is not
    known.
    """
    if seconds is None:
        return []
    away = abs(seconds)
    if away <= _UNNOTICED_SECONDS:
        return [ok(subject, "its clock agrees with ours.")]
    where = "ahead of" if seconds > 0 else "behind"
    told = f"its clock is {away:.0f} s {where} ours"
    if away <= max(leeway, _UNNOTICED_SECONDS):
        return [warning(subject, f"{told}, within ENDPAGE_JWT_LEEWAY_SECONDS.", _ADVICE)]
    return [failed(subject, f"{told}.", _ADVICE)]
