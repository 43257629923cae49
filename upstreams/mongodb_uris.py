"""Addresses of the database, one for each user."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MongodbUris:
    """Connection strings with passwords in them; empty where nobody has told one."""

    company: str
    gateway: str
    shares: str
    owner: str
