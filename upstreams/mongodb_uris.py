"""Addresses of the database, one for each user."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote_plus, urlencode


@dataclass(frozen=True, slots=True)
class MongodbUris:
    """Connection strings with passwords in them; empty where nobody has told one.

    The databases are those of the company's facts and the gateway's own.
    """

    company: str
    gateway: str
    shares: str
    owner: str
    company_database: str = "company"
    own_database: str = "endpage"


def uri_as(uri: str, *, user: str, password: str, database: str = "") -> str:
    """Return the same address for another user of `admin`, with a database that is meant when
    none is named.
    """
    scheme, _, rest = uri.partition("://")
    hosts = rest.rpartition("@")[2].partition("?")[0].partition("/")[0]
    options = dict(parse_qsl(rest.partition("?")[2])) | {"authSource": "admin"}
    who = f"{quote_plus(user)}:{quote_plus(password)}"
    return f"{scheme}://{who}@{hosts}/{database}?{urlencode(options)}"


def database_in(uri: str) -> str:
    """Return the database that the address names; "" when it names none."""
    return uri.partition("://")[2].rpartition("@")[2].partition("?")[0].partition("/")[2]
