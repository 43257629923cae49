"""Services: whether the three upstreams answer as their contract says, and how soon."""

from __future__ import annotations

import asyncio
import time

from gateway.doctor.clock import of_skew, skew_of
from gateway.doctor.finding import Finding, Outcome, failed, ok, warning
from gateway.settings import Settings
from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.keys import Key, Part
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.upstream import HttpUpstream, open_transport

# A LIVE that there is not, of a creator that there is not: whoever keeps the contract says so.
_NOBODY = "1"
_REQUEST_ID = "endpage-doctor"
_REFUSED = frozenset({"status 401", "status 403"})


async def services(settings: Settings) -> list[Finding]:
    """What each of them answers."""
    of = {
        SHOP: (settings.shop_analytics_url, settings.shop_analytics_ms),
        REWARDS: (settings.rewards_url, settings.rewards_ms),
        JOURNEY: (settings.journey_url, settings.journey_ms),
    }
    transport = open_transport()
    credential = settings.service_credential_file.content.decode("ascii")
    try:
        found = await asyncio.gather(
            *(
                _service(
                    HttpUpstream(name, url, transport=transport, credential=credential),
                    cap_ms=cap_ms,
                    language=settings.languages[0],
                )
                for name, (url, cap_ms) in of.items()
            )
        )
    finally:
        await transport.aclose()
    answer = [one.subject for one in found if one.outcome is not Outcome.FAILED]
    skews = await asyncio.gather(*(skew_of(f"{of[name][0]}/livez") for name in answer))
    clocks = [
        of_skew(name, skew, leeway=settings.jwt_leeway_seconds)
        for name, skew in zip(answer, skews, strict=True)
    ]
    return [*found, *(one for told in clocks for one in told)]


async def _service(upstream: HttpUpstream, *, cap_ms: int, language: str) -> Finding:
    name, variable = upstream.name, f"ENDPAGE_{upstream.name.upper()}"
    key = Key(Part.SESSION, _NOBODY, _NOBODY, language, frozenset())
    began = time.monotonic()
    try:
        async with asyncio.timeout(cap_ms / 1000):
            answers = await upstream.read([key], time_left=cap_ms / 1000, request_id=_REQUEST_ID)
    except TimeoutError:
        return failed(
            name, f"does not answer within {cap_ms} ms.", f"Look at it, or raise {variable}_MS."
        )
    except SourceUnavailable:
        return failed(
            name,
            "cannot be reached, or says that it cannot answer.",
            f"Is {variable}_URL right, and may this machine connect to it?",
        )
    except SourceBadAnswer as error:
        return _bad_answer(name, error)
    ms = (time.monotonic() - began) * 1000
    answer = answers[key]
    if isinstance(answer, SourceBadAnswer):
        return _bad_answer(name, answer)
    told = f"answers its contract in {ms:.0f} ms"
    if ms > cap_ms / 2:
        return warning(name, f"{told}, of {cap_ms} ms that it has.", f"{variable}_MS is narrow.")
    return ok(name, f"{told}.")


def _bad_answer(name: str, error: SourceBadAnswer) -> Finding:
    if error.detail in _REFUSED:
        advice = "Is the credential of ENDPAGE_SERVICE_CREDENTIAL_FILE one that it takes?"
        return failed(name, "refuses the gateway's credential.", advice)
    advice = "Is its address that of this service, and its version one that keeps the contract?"
    return failed(name, "answers what its contract does not allow.", advice)
