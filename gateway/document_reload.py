"""Document reload: the known documents are read again on SIGHUP, and nobody notices.

What runs goes on with the plan that it has. A set of which anything is wrong is refused with a line
in the log, and the one that is known stays. The loop is never held for longer than one document
takes to be planned. The limits that documents are held to are read before them, where a gateway has
any that can change: both are taken, or none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from graphql import GraphQLSchema

from gateway.demand_limits import DemandLimits
from gateway.document_source import DocumentSource
from gateway.document_sources import read_documents
from gateway.document_start import MOST_FAULTS
from gateway.documents import Documents
from gateway.known_documents import KnownDocuments, KnownDocumentsMaker
from gateway.limits_reload import LimitsReload
from gateway.listed_document import DocumentsError
from gateway.reload_signal import on_reload, on_reload_no_more
from gateway.settings import Settings, SettingsError

_log = structlog.get_logger(__name__)


class DocumentReload:
    """Reads the sources again, once at a time; what comes meanwhile is read once more after it."""

    def __init__(
        self,
        documents: Documents,
        schema: GraphQLSchema,
        sources: Sequence[DocumentSource],
        *,
        limits: LimitsReload | None = None,
    ) -> None:
        """``limits``: None, where those stay as they are."""
        self._documents = documents
        self._schema = schema
        self._sources = sources
        self._limits = limits
        self._is_wanted = False
        self._running: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """From now on SIGHUP reloads. Only in the main thread, with its loop running."""
        on_reload(self.begin)

    def close(self) -> None:
        """Reload no more."""
        on_reload_no_more()
        if self._running is not None:
            self._running.cancel()

    def begin(self) -> None:
        """Reload soon."""
        self._is_wanted = True
        if self._running is None:
            self._running = asyncio.get_running_loop().create_task(self._reload())
            self._running.add_done_callback(self._ended)

    def _ended(self, _task: asyncio.Task[None]) -> None:
        self._running = None

    async def _reload(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            await self._reload_once()

    async def _reload_once(self) -> None:
        before = self._documents.known
        try:
            settings = None if self._limits is None else await asyncio.to_thread(self._limits.read)
            known = await self._read(before, self._documents.limits, settings)
        except SettingsError as error:
            _log.error("limits_refused", faults=error.faults[:MOST_FAULTS])
            return
        except DocumentsError as error:
            _log.error("documents_refused", faults=error.faults[:MOST_FAULTS], known=len(before))
            return
        if self._limits is None or settings is None:
            self._documents.known = known
        else:
            self._limits.apply(settings, self._documents, known)
        _log.info(
            "documents_reloaded",
            known=len(known),
            added=len(known.by_id.keys() - before.by_id.keys()),
            removed=len(before.by_id.keys() - known.by_id.keys()),
        )

    async def _read(
        self, before: KnownDocuments, limits: DemandLimits, settings: Settings | None
    ) -> KnownDocuments:
        wanted = limits if settings is None else settings.demand_limits
        listed, faults = await asyncio.to_thread(read_documents, self._sources)
        maker = KnownDocumentsMaker(
            self._schema,
            faults=faults,
            # What was planned under other limits may be more than may be asked for now.
            before=before if wanted == limits else None,
            limits=wanted,
        )
        for document in listed:
            maker.add(document)
            await asyncio.sleep(0)
        return maker.made()
