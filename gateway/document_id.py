"""Document id: the name under which a request asks for a document, wherever it stands.

| where | what |
|---|---|
| ``extensions.persistedQuery`` | ``{"version": 1, "sha256Hash": id}``: Apollo's clients |
| ``documentId`` | the id: GraphQL over HTTP, appendix A |
| ``doc_id`` | the id: Relay |
| the path | ``/graphql/<id>``, by GET and POST |

An id that is the SHA-256 of the document's text is 64 hexadecimal digits in lower case, with or
without ``sha256:`` before it; any other is a list's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from gateway.errors import RequestError

_ID = re.compile(r"[!-~]{1,256}")
_HASH = re.compile(r"[0-9a-f]{64}")
_PREFIX = "sha256:"


def asked_id(extensions: Mapping[str, Any] | None, *others: str | None) -> str | None:
    """The id that a request names, in its ``extensions`` or elsewhere; None when it names none.

    Raises RequestError when it cannot be an id, or when two places name different documents.
    """
    found: str | None = None
    for given in (_apollos(extensions), *others):
        if given is None:
            continue
        plain = plain_id(given)
        if found is not None and plain != found:
            raise RequestError("BAD_REQUEST", "The request names several documents by their ids.")
        found = plain
    return found


def plain_id(given: str) -> str:
    """The id without ``sha256:``. Raises RequestError when it cannot be one."""
    if given.startswith(_PREFIX):
        digits = given.removeprefix(_PREFIX)
        if not is_hash(digits):
            message = "After sha256: the id of a document has 64 hexadecimal digits in lower case."
            raise RequestError("BAD_REQUEST", message)
        return digits
    if not _ID.fullmatch(given):
        message = "The id of a document is 1 to 256 visible ASCII characters."
        raise RequestError("BAD_REQUEST", message)
    return given


def is_hash(document_id: str) -> bool:
    """Whether a plain id says that it is the SHA-256 of the document's text."""
    return _HASH.fullmatch(document_id) is not None


def hash_of(text: str) -> str:
    """The id that a document has by its text alone."""
    return sha256(text.encode("utf-8")).hexdigest()


def _apollos(extensions: Mapping[str, Any] | None) -> str | None:
    given = extensions.get("persistedQuery") if extensions else None
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("sha256Hash"), str):
        message = "extensions.persistedQuery is an object with version and sha256Hash."
        raise RequestError("BAD_REQUEST", message)
    version = given.get("version")
    if isinstance(version, bool) or version != 1:
        raise RequestError("BAD_REQUEST", "The version of extensions.persistedQuery must be 1.")
    found: str = given["sha256Hash"]
    return found
