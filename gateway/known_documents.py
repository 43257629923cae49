"""Known documents: those of the APPs, each parsed, validated and planned before it is asked for.

They are never forgotten. A document of which anything is wrong makes the whole set unusable: an APP
that would be refused later is told of now, also for what a document costs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from graphql import GraphQLSchema

from gateway.demand_limits import EVERYBODY, DemandLimits
from gateway.document_source import DocumentSource
from gateway.document_sources import read_documents
from gateway.errors import RequestError
from gateway.listed_document import DocumentsError, ListedDocument
from gateway.plan import PlannedDocument

_SAY_EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """``clients`` are those who may ask for it; None: all may."""

    planned: PlannedDocument
    clients: frozenset[str] | None

    def is_for(self, client: str | None) -> bool:
        """Whether the client of this name may ask for it."""
        return self.clients is None or client in self.clients


@dataclass(frozen=True, slots=True)
class KnownDocuments:
    """All of them, by their ids and by their texts."""

    by_id: Mapping[str, KnownDocument] = field(default_factory=dict)
    by_text: Mapping[str, KnownDocument] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.by_id)


class KnownDocumentsMaker:
    """Plans one document after the other, and gathers what is wrong with them."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        faults: Iterable[str] = (),
        before: KnownDocuments | None = None,
        limits: DemandLimits = EVERYBODY,
    ) -> None:
        """``faults`` were found already. What is planned ``before`` is not planned again as long as
        its text has not changed.
        """
        self._schema = schema
        self._limits = limits
        self._before = before or KnownDocuments()
        self._by_id: dict[str, KnownDocument] = {}
        self._ids_by_text: dict[str, set[str]] = {}
        self._faults = list(faults)

    def add(self, document: ListedDocument) -> None:
        """Plan one. The same one again, of another client or of all, is for these too."""
        known = self._by_id.get(document.id)
        planned = known.planned if known is not None else self._planned(document)
        if planned is None:
            return
        clients = None if document.client is None else frozenset({document.client})
        if known is not None:
            clients = _either(known.clients, clients)
        self._by_id[document.id] = KnownDocument(planned, clients)
        for text in (document.text, document.written):
            if text is not None:
                self._ids_by_text.setdefault(text, set()).add(document.id)

    def made(self) -> KnownDocuments:
        """All of them. Raises DocumentsError with everything that is wrong with any."""
        if self._faults:
            raise DocumentsError(self._faults)
        return KnownDocuments(
            self._by_id,
            {text: self._with_ids(sorted(ids)) for text, ids in self._ids_by_text.items()},
        )

    def _with_ids(self, ids: list[str]) -> KnownDocument:
        """The document that has all of these ids, for the clients of any of them."""
        found = [self._by_id[one] for one in ids]
        return KnownDocument(found[0].planned, reduce(_either, (one.clients for one in found)))

    def _planned(self, document: ListedDocument) -> PlannedDocument | None:
        before = self._before.by_id.get(document.id)
        if before is not None and before.planned.text == document.text:
            return before.planned
        limits = self._limits.of(document.client)
        try:
            planned = PlannedDocument(
                self._schema, document.text, document_id=document.id, limits=limits, is_known=True
            )
            for plan in planned.plan_all():
                limits.check("cost", plan.demand.cost({}))
        except RequestError as error:
            self._faults += [f"{document.title}: {one['message']}" for one in error.errors]
            return None
        return planned


def _either(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


def known_documents(
    sources: Iterable[DocumentSource],
    schema: GraphQLSchema,
    *,
    say: Callable[[int, int], None],
    limits: DemandLimits = EVERYBODY,
    monotonic: Callable[[], float] = time.monotonic,
) -> KnownDocuments:
    """The documents of the sources, planned. ``say`` is told once a second how many of how many
    are done.

    Raises DocumentsError.
    """
    listed, faults = read_documents(sources)
    maker = KnownDocumentsMaker(schema, faults=faults, limits=limits)
    said_at = monotonic()
    for done, document in enumerate(listed):
        if monotonic() - said_at >= _SAY_EVERY_SECONDS:
            said_at = monotonic()
            say(done, len(listed))
        maker.add(document)
    return maker.made()
