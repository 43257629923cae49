"""Odd: what written code does not expect, and leaves to graphql-core."""

from __future__ import annotations

from inspect import iscoroutine
from typing import Any

from graphql import Undefined


class Odd(Exception):
    """A value is not as the code expects. It is for graphql-core to say what that means."""


def refuse_odd(value: Any) -> None:
    """Raise Odd for what graphql-core takes for no value of a type: nothing at all, an exception,
    or something that is to be waited for.
    """
    if value is None or value is Undefined or isinstance(value, Exception):
        raise Odd
    if hasattr(value, "__await__"):
        if iscoroutine(value):
            # graphql-core has one of its own made; nobody would ever wait for this.
            value.close()
        raise Odd
