"""Documents: which document a request means, and whether whoever asks may ask for it.

| what is asked by | it is |
|---|---|
| the id of a known document, with its text or without | that document |
| the text of a known document | that document |
| an id that is not known | an automatic persisted query, where those are kept |
| any other text | a document like any other, where known ones alone are not asked for |

What a document comes to is counted where it is planned: in ``gateway.plan``. What it costs with a
request's variables is weighed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema

from gateway.automatic_documents import AutomaticDocuments
from gateway.demand_limits import EVERYBODY, DemandLimits
from gateway.document_id import hash_of, is_hash
from gateway.errors import RequestError
from gateway.known_documents import KnownDocument, KnownDocuments
from gateway.plan import Plan, PlannedDocument
from gateway.plans import Plans
from loaders.viewer import Viewer


class Documents:
    """All documents of one process. ``known`` may be replaced while it runs.

    ``known_only``: nothing else is answered, but to a developer. ``automatic``: how many automatic
    persisted queries are kept where anything is answered; 0 takes none.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        known: KnownDocuments | None = None,
        known_only: bool = False,
        automatic: int = 0,
        limits: DemandLimits = EVERYBODY,
        tells_schema: bool = True,
    ) -> None:
        """``tells_schema``: anybody may ask for the schema, and errors name what may be meant; else
        developers alone.
        """
        self.known = known or KnownDocuments()
        self._schema = schema
        self._known_only = known_only
        self._most_automatic = 0 if known_only else automatic
        self._tells_schema = tells_schema
        self.limits = limits
        self._forget()

    def renew(self, known: KnownDocuments, limits: DemandLimits) -> None:
        """From now on these are known, and these limits hold. What runs has its plan."""
        self.known = known
        if limits != self.limits:
            self.limits = limits
            # What was planned under other limits might be refused now.
            self._forget()

    def _forget(self) -> None:
        most = self._most_automatic
        self._automatic = AutomaticDocuments(most=most) if most > 0 else None
        self._plans = Plans(self._schema, limits=self.limits.general)

    def plan(
        self,
        text: str,
        operation_name: str | None,
        *,
        document_id: str | None = None,
        viewer: Viewer | None = None,
        client: str | None = None,
    ) -> Plan:
        """The plan of an operation of the document, which is asked for by its text ("": is not), by
        its id, or by both.

        ``client`` is the name that the viewer's client has told. Raises RequestError when there is
        no such document or operation, it is not valid, or may not be asked for.
        """
        if document_id is None:
            return self._by_text(text, operation_name, viewer, client)
        known = self.known.by_id.get(document_id)
        if known is not None and known.is_for(client):
            if text and text != known.planned.text:
                raise _contradiction("The document of this id has another text than query.")
            return known.planned.plan(operation_name)
        if not text:
            return self._automatic_of(document_id, viewer).plan(operation_name)
        if is_hash(document_id):
            if document_id != hash_of(text):
                raise _contradiction("The document's id is not the SHA-256 of its text.")
            if self._automatic is not None and self._known_by(text, client) is None:
                return self._brought(text, operation_name, document_id, viewer)
        try:
            return self._by_text(text, operation_name, viewer, client)
        except _IdRequired:
            raise _not_found() from None

    def _by_text(
        self, text: str, operation_name: str | None, viewer: Viewer | None, client: str | None
    ) -> Plan:
        known = self._known_by(text, client)
        if known is not None:
            return known.planned.plan(operation_name)
        if self._known_only and (viewer is None or not viewer.is_developer):
            raise _IdRequired
        return self._plans.plan(text, operation_name, hints=self.may_see_schema(viewer))

    def cost(
        self, plan: Plan, variables: Mapping[str, Any], viewer: Viewer | None, client: str | None
    ) -> int:
        """What it costs with these variables, in the schema's units.

        Raises RequestError when it asks for more than this client may, or for the schema where that
        is told to developers alone.
        """
        limits = self.limits.of(client)
        if limits is not self.limits.general:
            plan.demand.size.check(limits)
        if plan.demand.size.introspects and not self.may_see_schema(viewer):
            message = "The schema is not told here: it is published as schema.graphql."
            raise RequestError("GRAPHQL_VALIDATION_FAILED", message)
        cost = plan.demand.cost(variables)
        limits.check("cost", cost)
        return cost

    def may_see_schema(self, viewer: Viewer | None) -> bool:
        """Whether this viewer may ask for the schema."""
        return self._tells_schema or (viewer is not None and viewer.is_developer)

    def _known_by(self, text: str, client: str | None) -> KnownDocument | None:
        known = self.known.by_text.get(text)
        return known if known is not None and known.is_for(client) else None

    def _automatic_of(self, document_id: str, viewer: Viewer | None) -> PlannedDocument:
        if self._automatic is None:
            raise _not_found() if self.known else _not_supported()
        found = self._automatic.find(document_id, creator_id=_creator(viewer))
        if found is None:
            raise _not_found()
        return found

    def _brought(
        self, text: str, operation_name: str | None, document_id: str, viewer: Viewer | None
    ) -> Plan:
        assert self._automatic is not None
        creator_id = _creator(viewer)
        found = self._automatic.find(document_id, creator_id=creator_id)
        if found is None:
            found = PlannedDocument(
                self._schema,
                text,
                document_id=document_id,
                limits=self.limits.general,
                hints=self.may_see_schema(viewer),
            )
            # What cannot be run is not kept.
            found.plan(operation_name)
            self._automatic.keep(document_id, found, creator_id=creator_id)
        return found.plan(operation_name)


class _IdRequired(RequestError):
    def __init__(self) -> None:
        message = "Only known documents are answered here: ask for one by its id."
        super().__init__("PERSISTED_QUERY_ID_REQUIRED", message)


def _not_found() -> RequestError:
    # The words are what Apollo's clients look for before they send the text, too.
    return RequestError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")


def _not_supported() -> RequestError:
    return RequestError("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")


def _contradiction(message: str) -> RequestError:
    return RequestError("BAD_REQUEST", message)


def _creator(viewer: Viewer | None) -> str:
    return "" if viewer is None else viewer.creator_id
