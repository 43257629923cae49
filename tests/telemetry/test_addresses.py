"""Addresses: where figures are told, and what becomes of a gateway that cannot tell them there."""

from __future__ import annotations

import socket
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from gateway.commands.metrics_addresses import all_addresses
from gateway.gateway import Gateway
from gateway.setting_values import ListeningAddress, listening_address, part
from gateway.telemetry.figures import Figures
from gateway.telemetry.metrics_server import MetricsServer
from gateway.telemetry.names import Names
from gateway.telemetry.observed import Observed


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("9464", "127.0.0.1", 9464),
        ("0", "127.0.0.1", 0),
        ("0.0.0.0:9464", "0.0.0.0", 9464),
        ("metrics.internal:80", "metrics.internal", 80),
        ("[::1]:9464", "::1", 9464),
    ],
)
def test_an_address_is_this_machines_own_unless_it_says_another(
    text: str, host: str, port: int
) -> None:
    """A port alone is not told to the world."""
    assert listening_address(text) == ListeningAddress(host, port)


@pytest.mark.parametrize("text", ["", ":", ":80", "host:", "70000", "a b:80", "http://a:80", "-1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    """In words that do not repeat it."""
    with pytest.raises(ValueError) as refused:
        listening_address(text)
    words = "must be a port, or an address with a port, such as 127.0.0.1:9464"
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0.0), ("1", 1.0), ("0.05", 0.05), (".5", 0.5), ("1.0", 1.0)]
)
def test_a_part_is_between_nothing_and_all(text: str, value: float) -> None:
    """As a ratio of traces, or of lines."""
    assert part(text) == value


@pytest.mark.parametrize("text", ["", "-0.1", "1.1", "2", "nan", "1e-3", "0.1234567", "½"])
def test_what_is_no_part_is_refused(text: str) -> None:
    """Percentages are none either."""
    with pytest.raises(ValueError, match="must be a number from 0 to 1"):
        part(text)


def test_each_worker_has_the_next_port() -> None:
    """And any port is any for each of them."""
    assert all_addresses(["9464", "b:80"], workers=2) == [
        *("127.0.0.1:9464", "127.0.0.1:9465", "b:80", "b:81")
    ]
    assert all_addresses(None, workers=1) == ["127.0.0.1:9464"]
    assert listening_address("0").of_worker(3).port == 0


async def test_a_port_that_is_taken_costs_the_figures_and_not_the_gateway() -> None:
    """It is logged, and closing it later is nothing."""

    class Little:
        telemetry = Observed(figures=Figures(Names(), panel_budget=1.0))

    gateway = cast("Gateway", cast("Any", Little()))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = MetricsServer(gateway, ListeningAddress("127.0.0.1", port), worker=0)
        with capture_logs() as lines:
            await server.begin()
    assert [(line["event"], line["port"]) for line in lines] == [("metrics_not_served", port)]
    await server.close()
