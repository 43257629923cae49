"""Names: what written code may name. It sees nothing else, not even Python's builtins."""

from __future__ import annotations

from typing import Any


class Names:
    """The namespace of one program's functions. ``values`` is what they run in."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {"__builtins__": {}}
        self._known: dict[int, str] = {}

    def of(self, value: Any, kind: str) -> str:
        """The name by which code reaches ``value``; of one value, always the same."""
        known = self._known.get(id(value))
        if known is None:
            # An id is one value's for as long as that lives, which it does here from now on.
            known = self._known[id(value)] = self.reserved(kind)
            self.values[known] = value
        return known

    def reserved(self, kind: str) -> str:
        """A name whose value is still to be made."""
        name = f"{kind}{len(self.values)}"
        self.values[name] = None
        return name

    def define(self, source: str, *, title: str) -> None:
        """Compile ``source``, a function, into it. ``title`` is where tracebacks say that it is."""
        exec(compile(source, f"<{title}>", "exec"), self.values)
