"""oEmbed: what another site is told so that it can show the player in a page of its own.

See the specification (version 1.0): https://oembed.com.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.datastructures import QueryParams

from gateway.share_page.view import ShareView

# An upright LIVE is shown no higher than a page is, where nobody says how large it may be.
_LARGEST = 640
_MOST_PIXELS = 100_000
# A share may end at any moment.
_CACHE_SECONDS = 60
_LONGEST_URL = 2_048


class BadQuestion(Exception):
    """The question cannot be answered; ``status`` is the one that the specification has for it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Question:
    """A share's token, and how large the player may be, in pixels."""

    token: str
    most_width: int | None
    most_height: int | None

    @classmethod
    def of(cls, parameters: QueryParams, *, public_url: str) -> Question:
        """The question that the parameters put. Raises BadQuestion."""
        if parameters.get("format", "json") != "json":
            raise BadQuestion(501, "JSON is the only format.")
        url = parameters.get("url")
        if not url:
            raise BadQuestion(400, "url is missing.")
        token = _token(url, public_url)
        if token is None:
            raise BadQuestion(404, "There is nothing of ours at this url.")
        return cls(token, _pixels(parameters, "maxwidth"), _pixels(parameters, "maxheight"))


def answer(view: ShareView, question: Question) -> dict[str, Any]:
    """The answer, as the specification has it for videos."""
    width, height = _fitting(view, question)
    told: dict[str, Any] = {
        "type": "video",
        "version": "1.0",
        "title": view.title,
        "provider_name": view.site,
        "provider_url": view.url.partition("/s/")[0],
        "cache_age": _CACHE_SECONDS,
        "html": _frame(view, width, height),
        "width": width,
        "height": height,
    }
    picture = view.picture
    # A picture that is larger than was asked for must not be told of.
    if picture is not None and _fits(picture.width, picture.height, question):
        told |= {
            "thumbnail_url": picture.url,
            "thumbnail_width": picture.width,
            "thumbnail_height": picture.height,
        }
    return told


def _frame(view: ShareView, width: int, height: int) -> str:
    frame = Markup(
        '<iframe src="{}" width="{}" height="{}" title="{}" style="border:0" loading="lazy" '
        'referrerpolicy="no-referrer" allow="fullscreen; picture-in-picture" allowfullscreen>'
        "</iframe>"
    )
    return str(frame.format(view.player_url, width, height, view.title))


def _fitting(view: ShareView, question: Question) -> tuple[int, int]:
    """As large as it may be, in the shape that it has."""
    width = min(question.most_width or _LARGEST, _MOST_PIXELS)
    height = min(question.most_height or _LARGEST, _MOST_PIXELS)
    if question.most_width and not question.most_height:
        height = _MOST_PIXELS
    if question.most_height and not question.most_width:
        width = _MOST_PIXELS
    scale = min(width / view.width, height / view.height)
    return max(1, int(view.width * scale)), max(1, int(view.height * scale))


def _fits(width: int, height: int, question: Question) -> bool:
    return width <= (question.most_width or width) and height <= (question.most_height or height)


def _token(url: str, public_url: str) -> str | None:
    """The token in an address of a share's page or player; None when it is none of ours."""
    if len(url) > _LONGEST_URL:
        return None
    try:
        asked, ours = urlsplit(url), urlsplit(public_url)
        is_ours = (asked.scheme, asked.hostname, asked.port) == (
            ours.scheme,
            ours.hostname,
            ours.port,
        )
    except ValueError:
        return None
    before, slash, token = asked.path.removesuffix("/").removesuffix("/player").rpartition("/s/")
    return token if is_ours and slash and before == ours.path else None


def _pixels(parameters: QueryParams, name: str) -> int | None:
    text = parameters.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) > 0):
        raise BadQuestion(400, f"{name} must be a whole number of pixels.")
    return int(text)
