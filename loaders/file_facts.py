"""File facts: what the storage of recordings says of files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from loaders.errors import DeadlineExceeded, KnownError
from loaders.names import STORAGE
from loaders.operation import Operation
from loaders.recording import StoredFile
from loaders.storage import FileFacts


async def facts_by_file(
    operation: Operation, files: list[StoredFile]
) -> Sequence[FileFacts | KnownError | None]:
    """What the storage says of each file; None: it is not there. Each fails alone."""
    operation.has_read(0.0)
    asked = (_facts(operation, file) for file in files)
    return await asyncio.gather(*asked)


async def _facts(operation: Operation, file: StoredFile) -> FileFacts | KnownError | None:
    try:
        async with asyncio.timeout(operation.deadline.left()):
            with operation.reading():
                return await operation.sources.storage.facts(file)
    except TimeoutError:
        return DeadlineExceeded(upstream=STORAGE)
    except KnownError as error:
        return error
