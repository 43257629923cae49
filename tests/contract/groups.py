"""The field groups that the gateway knows, found where they are declared."""

from __future__ import annotations

import importlib
import pkgutil

import loaders
from loaders.keys import Group


def all_groups() -> set[Group]:
    """Every group that a module of the loaders declares."""
    modules = [
        importlib.import_module(f"loaders.{module.name}")
        for module in pkgutil.iter_modules(loaders.__path__)
    ]
    return {
        value for module in modules for value in vars(module).values() if isinstance(value, Group)
    }
