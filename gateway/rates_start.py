"""Rates start: the budgets that the settings describe, of this process or of all together."""

from __future__ import annotations

import hashlib

from gateway.connections import Connections
from gateway.rate_exchange import Counts, RateExchange
from gateway.rates import Rates
from gateway.settings import Settings

_KEY_FOR = b"endpage-rates"


def rates_from(settings: Settings, counts: Counts) -> tuple[Rates, RateExchange | None]:
    """The budgets, and the exchange that is to be started where all processes count together."""
    if settings.rates_store == "memory":
        return _rates(settings, None), None
    exchange = RateExchange(counts)
    rates = _rates(settings, exchange)
    exchange.budgets = rates.budgets
    return rates, exchange


def connections_from(settings: Settings) -> Connections:
    """How many connections there may be."""
    return Connections(
        most=settings.connections,
        most_each=settings.connections_per_address,
        waiting=settings.sockets_waiting,
        waiting_each=settings.sockets_waiting_per_address,
    )


def _rates(settings: Settings, exchange: RateExchange | None) -> Rates:
    return Rates(
        creator=settings.creator_cost,
        client=settings.client_cost,
        address=settings.address_cost,
        failures=settings.address_failures,
        key=None if exchange is None else _key(settings),
        taken=None if exchange is None else exchange.taken,
    )


def _key(settings: Settings) -> bytes:
    """The key that all processes hash with: made of a secret that they have in common anyhow."""
    secret = next(iter(settings.link_keys_file.keys.values()))
    return hashlib.blake2b(secret[:64], person=_KEY_FOR, digest_size=32).digest()
