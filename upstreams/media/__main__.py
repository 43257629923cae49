"""Make the files of a company's media directory: `python -m upstreams.media`, then end."""

from __future__ import annotations

import os
from pathlib import Path

from upstreams.child import announce, configuration, when_orphaned
from upstreams.media.shelf import fill


def main() -> None:
    """Make what is missing, announce, end."""
    told = configuration()
    when_orphaned(lambda: os._exit(0))
    made = fill(Path(told["directory"]))
    announce(made=len(made))


if __name__ == "__main__":
    main()
