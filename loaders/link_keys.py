"""Link keys: what links are signed with. The first key signs, every key is accepted.

So a key is changed without a break: a new one is put first, and the old one stays until the last
link that it has signed is over.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from enum import Enum

# Half of a digest cannot be guessed either, and what it stands in is shorter.
_TAG_BYTES = 16


class Purpose(Enum):
    """What is signed. Each has keys of its own, so that one's signature is no other's."""

    MEDIA = b"media link"
    POSTER = b"poster tag"
    CURSOR = b"list cursor"


class LinkKeys:
    """The keys of the key file, by their ids."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """``keys``: the secret of each id, the one that signs first. Raises ValueError for none."""
        if not keys:
            raise ValueError("there must be a key")
        self.signing_id = next(iter(keys))
        """The id of the key that signs."""
        self._keys = {
            purpose: {id_: _digest(secret, purpose.value) for id_, secret in keys.items()}
            for purpose in Purpose
        }

    def signature(self, purpose: Purpose, message: bytes) -> str:
        """43 characters of base64url, by the key that signs."""
        return _text(_digest(self._keys[purpose][self.signing_id], message))

    def is_signed(self, purpose: Purpose, message: bytes, *, key_id: str, signature: str) -> bool:
        """Whether the key of that id has signed the message so; an unknown id has nothing."""
        key = self._keys[purpose].get(key_id)
        return key is not None and _are_equal(_text(_digest(key, message)), signature)

    def tag(self, purpose: Purpose, message: bytes) -> str:
        """22 characters of base64url, by the key that signs: the same for as long as it does."""
        return _text(_digest(self._keys[purpose][self.signing_id], message)[:_TAG_BYTES])

    def is_tag(self, purpose: Purpose, message: bytes, tag: str) -> bool:
        """Whether it is the message's tag by any of the keys."""
        digests = [_digest(key, message) for key in self._keys[purpose].values()]
        # All are compared: how long it takes does not tell which of them it was.
        return sum(_are_equal(_text(digest[:_TAG_BYTES]), tag) for digest in digests) > 0


def _digest(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _are_equal(one: str, other: str) -> bool:
    # As text, and not as the bytes that it stands for: these have more than one spelling.
    return hmac.compare_digest(one.encode(), other.encode(errors="replace"))
