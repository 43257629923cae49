"""Life: one gateway's process from its first answer to its end, and what it held meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.faults.apart import Memory


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process held at an age in seconds: bytes, and open files and sockets."""

    age: float
    memory: int
    files: int


@dataclass(slots=True)
class Life:
    """The ``number``-th process at a place; ``end`` is how it ended, after ``lasted`` seconds."""

    place: str
    number: int
    pid: int
    born_at: float = field(default_factory=time.monotonic)
    samples: list[Sample] = field(default_factory=list)
    end: str = ""
    lasted: float = 0.0

    def look(self) -> Sample:
        """Take one more sample; raises OSError when it has gone."""
        held = Memory(self.pid)
        sample = Sample(time.monotonic() - self.born_at, held.now, held.files)
        self.samples.append(sample)
        return sample

    def ended(self, how: str) -> None:
        """It goes now; what was said first holds."""
        if not self.end:
            self.end, self.lasted = how, time.monotonic() - self.born_at

    def warm(self, seconds: float) -> list[Sample]:
        """The samples since it was so old."""
        return [sample for sample in self.samples if sample.age >= seconds]
