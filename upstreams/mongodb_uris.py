"""Addresses of the database, one for each user."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote_plus, urlencode

from upstreams.company.collections import DATABASE
from upstreams.company.users import GATEWAY_DATABASE


@dataclass(frozen=True, slots=True)
class MongodbUris:
    """Connection strings with passwords in them; empty where nobody has told one."""

    company: str
    gateway: str
    shares: str
    owner: str

    @property
    def company_database(self) -> str:
        """The name of the database of the company's facts."""
        return database_in(self.company) or DATABASE

    @property
    def own_database(self) -> str:
        """The name of the gateway's own."""
        return database_in(self.shares) or GATEWAY_DATABASE


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
