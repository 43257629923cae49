"""View: what the page shows of a share that is open, ready to be written down. A pure function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import quote, urlsplit

from gateway.share_page.length import Length
from gateway.share_page.text import shown, web_address
from gateway.share_page.words import Words
from loaders.playable import Piece, is_playable, pieces_of
from loaders.recording import Recording
from loaders.share import Share
from loaders.storage import Storage

_LONGEST_TITLE = 200
_MOST_PARTS = 500
_HIGHLIGHT = "HIGHLIGHT"
_PARTIAL = "PARTIAL"
# Where no picture says otherwise: LIVEs are filmed upright.
_WIDTH, _HEIGHT = 720, 1280


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of it that can be watched, at a link that needs nothing else."""

    url: str
    media_type: str
    length: Length


@dataclass(frozen=True, slots=True)
class Picture:
    """The still picture; sizes in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """What is shown. Texts are as they are read: whoever writes them down escapes them."""

    title: str
    kind: str
    length: Length
    parts: list[Part]
    picture: Picture | None
    product_url: str | None
    is_partial: bool
    is_indexable: bool
    url: str
    player_url: str
    oembed_url: str
    site: str
    width: int
    height: int

    @property
    def is_secure(self) -> bool:
        """Whether its links may be shown within pages that are encrypted."""
        return self.url.startswith("https://")

    def origins(self) -> list[str]:
        """Where the picture and the parts are."""
        urls = [part.url for part in self.parts]
        urls += [self.picture.url] if self.picture else []
        return sorted({origin_of(url) for url in urls})


@dataclass(frozen=True, slots=True)
class ShareAddresses:
    """Where a gateway's shares are; ``public_url`` is its address as the world knows it."""

    public_url: str

    def page(self, token: str) -> str:
        """The page of a share."""
        return f"{self.public_url}/s/{token}"

    def player(self, token: str) -> str:
        """The player alone, to stand in another page."""
        return f"{self.page(token)}/player"

    def oembed(self, token: str) -> str:
        """What other sites ask for what they need to show it."""
        return f"{self.public_url}/oembed?format=json&url={quote(self.page(token), safe='')}"

    @property
    def site(self) -> str:
        """What the site is called."""
        return urlsplit(self.public_url).hostname or self.public_url


def view_of(
    share: Share,
    recording: Recording,
    *,
    storage: Storage,
    addresses: ShareAddresses,
    words: Words,
    now: datetime,
    link_seconds: int,
) -> ShareView:
    """The share as it is shown at ``now``.

    A link is good for ``link_seconds`` beyond the time that watching up to its end takes, but not
    longer than the share and the recording are.
    """
    pieces = list(islice(pieces_of(recording), _MOST_PARTS)) if is_playable(recording, now) else []
    ends = [share.expires_at, recording.expires_at or share.expires_at]
    links = _expiring(pieces, now + timedelta(seconds=link_seconds), min(ends))
    poster = recording.poster
    seconds = sum(piece.duration_seconds for piece in pieces) or recording.duration_seconds
    return ShareView(
        title=shown(recording.title, most=_LONGEST_TITLE) or words.untitled,
        kind=words.highlight if recording.kind == _HIGHLIGHT else words.replay,
        length=Length.of(seconds),
        parts=[
            Part(
                storage.link(piece, expires_at=expires_at, share=share.token),
                piece.file.media_type,
                Length.of(piece.duration_seconds),
            )
            for piece, expires_at in links
        ],
        picture=Picture(storage.poster_url(poster), poster.width, poster.height)
        if poster
        else None,
        product_url=web_address(recording.product_url),
        is_partial=recording.state == _PARTIAL,
        is_indexable=share.is_indexable,
        url=addresses.page(share.token),
        player_url=addresses.player(share.token),
        oembed_url=addresses.oembed(share.token),
        site=addresses.site,
        width=poster.width if poster else _WIDTH,
        height=poster.height if poster else _HEIGHT,
    )


def origin_of(url: str) -> str:
    """The scheme, host and port of an address: what a policy of a page names."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _expiring(
    pieces: list[Piece], begins: datetime, ends: datetime
) -> Iterator[tuple[Piece, datetime]]:
    """Each piece and when its link is over: who watches them in turn comes to each in time."""
    until = begins
    for piece in pieces:
        until += timedelta(seconds=piece.duration_seconds)
        yield piece, min(until, ends)
