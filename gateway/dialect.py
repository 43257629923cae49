"""Dialect: how a stream says over HTTP what becomes of one operation."""

from __future__ import annotations

from typing import Protocol

from gateway.answer import Answer
from gateway.coming_back import ComeBack
from gateway.errors import RequestError


class Dialect(Protocol):
    """The words of one streaming media type. What they give is written as it is."""

    @property
    def name(self) -> str:
        """The transport's name in logs."""
        ...

    @property
    def content_type(self) -> bytes:
        """The response's ``Content-Type``."""
        ...

    @property
    def heartbeat(self) -> bytes:
        """That the stream is still there; empty where nothing may say so."""
        ...

    def opening(self) -> bytes:
        """What comes before everything else."""
        ...

    def answer(self, answer: Answer) -> bytes:
        """One answer."""
        ...

    def complete(self) -> bytes:
        """Nothing more will come: the stream ends here."""
        ...

    def failure(self, error: RequestError, request_id: str) -> bytes:
        """The operation could not be begun, or could not go on: the stream ends here."""
        ...

    def goodbye(self, coming: ComeBack, request_id: str) -> bytes:
        """The stream ends here, and its client is to come back."""
        ...
