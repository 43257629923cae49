"""Cache control: for how long a client may keep an answer, and whether the one it has still holds.

An answer belongs to one creator, so no cache on the way may keep it. Its client may, when it was
asked for safely, for as long as what was read for it stays fresh; after that it asks whether its
copy still holds, and is told so in a few bytes. What is stale, has errors, or tells of its own
making is kept by nobody.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from gateway.answer import Answer
from gateway.http_answer import HttpAnswer

_TAG = re.compile(r'"([\x21\x23-\x7e\x80-\xff]*)"')
_TAG_BYTES = 12


def for_caches(reply: HttpAnswer, answer: Answer, if_none_match: str | None) -> HttpAnswer:
    """The reply to a safe request; 304 when its client names the very same one as known."""
    if answer.errors or answer.extensions or answer.good_for < 0:
        return reply
    tag = entity_tag(reply)
    if is_among(tag, if_none_match):
        reply = HttpAnswer(304, b"", None)
    reply.cache_control = cache_control(answer.good_for)
    reply.headers.append((b"etag", f'W/"{tag}"'.encode("ascii")))
    return reply


def cache_control(good_for: float) -> bytes:
    """The header for an answer that is good for so many seconds.

    Less than one is none: the client keeps its copy, and asks each time whether it still holds.
    """
    seconds = int(good_for)
    return b"private, max-age=%d" % seconds if seconds else b"private, no-cache"


def entity_tag(reply: HttpAnswer) -> str:
    """A digest of the answer. It is a weak tag, since it is the same however it is compressed."""
    digest = blake2b(reply.content, digest_size=_TAG_BYTES, person=_kind(reply.media_type))
    return digest.hexdigest()


def is_among(tag: str, if_none_match: str | None) -> bool:
    """Whether the header names this tag, be it as a weak or as a strong one, or any at all."""
    if not if_none_match:
        return False
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)


def _kind(media_type: str | None) -> bytes:
    # The same bytes under another media type are another answer.
    return (media_type or "").encode("ascii")[-blake2b.PERSON_SIZE :]
