"""Run: one life of a gateway's process, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from tests.app.gateway_process import GatewayProcess


@dataclass
class GatewayRun:
    """``is_killed`` and ``is_draining`` say what a test has done to it."""

    process: GatewayProcess
    is_killed: bool = False
    is_draining: bool = False

    @property
    def is_ending(self) -> bool:
        """Whether its connections have a reason to end."""
        return self.is_killed or self.is_draining
