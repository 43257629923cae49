"""S3 signature: addresses that are signed in their query (Signature Version 4), with no header."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

LONGEST_SECONDS = 604_800
"""Seven days: what S3 allows a signed address to last."""
_ALGORITHM = "AWS4-HMAC-SHA256"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Signer:
    """An access key of one region, and its secret."""

    region: str
    access_key_id: str
    secret_key: str = field(repr=False)

    def signed(
        self,
        method: str,
        url: str,
        *,
        at: datetime,
        seconds: int,
        parameters: Mapping[str, str] | None = None,
    ) -> str:
        """``url``, whose path is quoted and that has no query, with the signature.

        It is signed as of ``at`` (UTC) and good for ``seconds`` from then on, at most 604,800, for
        this method and these ``parameters`` of the query alone.
        """
        date = at.strftime("%Y%m%d")
        scope = f"{date}/{self.region}/s3/aws4_request"
        stamp = f"{date}T{at:%H%M%S}Z"
        query = _pairs(parameters or {}) + _pairs(
            {
                "X-Amz-Algorithm": _ALGORITHM,
                "X-Amz-Credential": f"{self.access_key_id}/{scope}",
                "X-Amz-Date": stamp,
                "X-Amz-Expires": str(seconds),
                "X-Amz-SignedHeaders": "host",
            }
        )
        request = "\n".join(
            (
                method,
                urlsplit(url).path,
                "&".join(f"{name}={value}" for name, value in sorted(query)),
                f"host:{_host(url)}\n",
                "host",
                "UNSIGNED-PAYLOAD",
            )
        )
        told = f"{_ALGORITHM}\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"AWS4{self.secret_key}".encode()
        for part in (date, self.region, "s3", "aws4_request"):
            key = hmac.digest(key, part.encode(), hashlib.sha256)
        signature = hmac.digest(key, told.encode(), hashlib.sha256).hex()
        written = "&".join(f"{name}={value}" for name, value in query)
        return f"{url}?{written}&X-Amz-Signature={signature}"


def quoted_key(key: str) -> str:
    """The key of an object as it stands in an address."""
    return quote(key, safe="/", errors="replace")


def _pairs(parameters: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(quote(name, safe=""), quote(value, safe="")) for name, value in parameters.items()]


def _host(url: str) -> str:
    """The Host header that a client sends for ``url``."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    is_usual = parts.port is None or parts.port == _PORTS.get(parts.scheme)
    return host if is_usual else f"{host}:{parts.port}"
