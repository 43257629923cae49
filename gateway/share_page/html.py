"""HTML: the pages of a share as text, each with the policy that it is shown under.

Templates escape whatever is put into them. A page has one style and at most one script of its own,
which its policy knows by their digests; nothing else runs, and nothing is loaded from anywhere but
where the recording is.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gateway.share_page.view import ShareView
from gateway.share_page.words import Notice, Words

# Whoever shows the player in a page of theirs may; nobody else's page may look like ours.
ANYBODY, NOBODY = "*", "'none'"


@dataclass(frozen=True, slots=True)
class Page:
    """A document and its Content-Security-Policy."""

    html: bytes
    policy: str


def share_page(view: ShareView, words: Words) -> Page:
    """The page that a share's link leads to."""
    html = _written("page.html", view=view, words=words, **_told(view, words))
    return Page(html, _policy(view, frames=NOBODY))


def player_page(view: ShareView, words: Words) -> Page:
    """The player alone, which anybody may show in a page of theirs."""
    html = _written("player.html", view=view, words=words)
    return Page(html, _policy(view, frames=ANYBODY))


def notice_page(notice: Notice, words: Words, *, is_embedded: bool) -> Page:
    """That there is nothing to watch, and why; it names no recording and shows no picture."""
    headline, sentence = words.notices[notice]
    html = _written(
        "notice.html", words=words, headline=headline, sentence=sentence, is_embedded=is_embedded
    )
    return Page(html, _policy(None, frames=ANYBODY if is_embedded else NOBODY))


def _told(view: ShareView, words: Words) -> dict[str, str]:
    spoken = view.length.spoken(words.language)
    return {"spoken": spoken, "description": f"{view.kind} · {spoken}"}


def _policy(view: ShareView | None, *, frames: str) -> str:
    where = " ".join(view.origins()) if view else ""
    rules = {
        "default-src": "'none'",
        "style-src": _digest(_file("share.css")),
        "img-src": f"'self' data: {where}".strip(),
        "media-src": f"'self' {where}".strip(),
        "script-src": _digest(_file("player.js")) if view and view.parts else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": frames,
    }
    if view is None:
        rules |= {"img-src": "data:", "media-src": "'none'"}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _written(template: str, **told: object) -> bytes:
    written = (
        _templates()
        .get_template(template)
        .render(
            style=Markup(_file("share.css")),  # Our own file.
            script=Markup(_file("player.js")),  # Our own file.
            icon=f"data:image/svg+xml,{quote(_file('icon.svg'))}",
            **told,
        )
    )
    return written.encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("gateway.share_page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _file(name: str) -> str:
    file = resources.files(__package__).joinpath("templates", name)
    return file.read_text(encoding="utf-8").strip()


@cache
def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
