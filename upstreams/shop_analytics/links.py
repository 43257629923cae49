"""The group `analytics_link`: where the full analytics of this LIVE and of all LIVEs are."""

from __future__ import annotations

from upstreams.service.department import Item, SessionQuestion

_LEAST_APP_VERSION = "39.2.0"
_WINDOW_DAYS = 28


def analytics_link(question: SessionQuestion) -> Item:
    """Return two targets, each with a deep link and an address for those without the APP."""
    identifier = question.session.id
    return {
        "session": {
            "deep_link": f"shoplive://analytics/live/{identifier}",
            "fallback_url": f"https://seller.example.com/analytics/live/{identifier}",
            "least_app_version": _LEAST_APP_VERSION,
        },
        "overall": {
            "deep_link": f"shoplive://analytics/lives?window={_WINDOW_DAYS}d",
            "fallback_url": f"https://seller.example.com/analytics/lives?window={_WINDOW_DAYS}d",
            "least_app_version": _LEAST_APP_VERSION,
            "window_days": _WINDOW_DAYS,
        },
    }
