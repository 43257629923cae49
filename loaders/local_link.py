"""Local link: an address at the gateway that opens one piece of a recording until it expires.

    /media/{recording id}/{segment index, or clip}.mp4
        ?expires={unix seconds}&key={key id}[&share={token}][&name={file name}]&signature={...}

What is signed is the method and all that stands before the signature, letter for letter. Nothing
else is a link: no other order, spelling or parameter, so that there is nothing to be read in two
ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from loaders.link_keys import LinkKeys, Purpose

PATH = "/media/"
_CLIP = "clip"
_LINK = re.compile(
    rb"""(?P<signed>
        /media/(?P<recording>[A-Za-z0-9_.~%-]+)/(?P<piece>clip|0|[1-9][0-9]{0,5})\.mp4
        \?expires=(?P<expires>[1-9][0-9]{0,10})
        &key=(?P<key>[A-Za-z0-9]{1,16})
        (?:&share=(?P<share>[A-Za-z0-9_-]{1,64}))?
        (?:&name=(?P<name>[A-Za-z0-9_.~%-]*))?
    )&signature=(?P<signature>[A-Za-z0-9_-]{43})""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLink:
    """What a link opens: the segment ``index`` of a recording, or a whole highlight (None).

    ``file_name``: it is saved under that name, and not shown. ``share``: the token of the share
    that the link is part of.
    """

    recording_id: str
    index: int | None
    expires_at: datetime
    file_name: str | None = None
    share: str | None = None

    def signed(self, keys: LinkKeys) -> str:
        """The path and query of its address."""
        piece = _CLIP if self.index is None else str(self.index)
        text = f"{PATH}{_quoted(self.recording_id)}/{piece}.mp4"
        text += f"?expires={int(self.expires_at.timestamp())}&key={keys.signing_id}"
        if self.share is not None:
            text += f"&share={_quoted(self.share)}"
        if self.file_name is not None:
            text += f"&name={_quoted(self.file_name)}"
        return f"{text}&signature={keys.signature(Purpose.MEDIA, _message(text.encode()))}"


def verified(keys: LinkKeys, *, path: bytes, query: bytes) -> LocalLink | None:
    """The link that a GET (or HEAD) of this path and query asks by; None: nobody has signed it.

    Both as they came over the wire. Whether it has expired is for the caller to say.
    """
    found = _LINK.fullmatch(path + b"?" + query)
    if found is None or not keys.is_signed(
        Purpose.MEDIA,
        _message(found["signed"]),
        key_id=found["key"].decode(),
        signature=found["signature"].decode(),
    ):
        return None
    piece, share, name = found["piece"].decode(), found["share"], found["name"]
    return LocalLink(
        recording_id=_unquoted(found["recording"]),
        index=None if piece == _CLIP else int(piece),
        expires_at=datetime.fromtimestamp(int(found["expires"]), UTC),
        file_name=None if name is None else _unquoted(name),
        share=None if share is None else share.decode(),
    )


def _message(text: bytes) -> bytes:
    return b"GET " + text


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _unquoted(text: bytes) -> str:
    return unquote(text.decode("ascii"))
