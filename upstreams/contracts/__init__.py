"""The written contracts of the three services: OpenAPI 3.1 documents, one file a service."""

from __future__ import annotations

from importlib import resources
from typing import Any, cast

import msgspec


def contract_of(name: str) -> dict[str, Any]:
    """Return the OpenAPI document of a service."""
    text = resources.files(__package__).joinpath(f"{name}.openapi.json").read_bytes()
    return cast(dict[str, Any], msgspec.json.decode(text))
