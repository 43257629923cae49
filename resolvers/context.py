"""Context: what a resolver is given beside its parent, typed once."""

from __future__ import annotations

from typing import TypeAlias

import strawberry

from loaders.operation import Operation

Info: TypeAlias = strawberry.Info[Operation, None]
