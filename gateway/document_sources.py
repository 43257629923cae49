"""Document sources: the files and folders in which the APPs' documents are listed."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.document_folder import read_folder
from gateway.document_manifest import read_manifest
from gateway.document_source import DocumentSource
from gateway.listed_document import DocumentsError, ListedDocument


def read_documents(sources: Iterable[DocumentSource]) -> tuple[list[ListedDocument], list[str]]:
    """The documents of all sources that can be used, in their order, and whatever is wrong with any
    of them. Looks at the disk.
    """
    documents: list[ListedDocument] = []
    faults: list[str] = []
    for source in sources:
        try:
            documents += _read(source)
        except DocumentsError as error:
            faults += error.faults
    return documents, [*faults, *_faults_between(documents)]


def _read(source: DocumentSource) -> list[ListedDocument]:
    try:
        if source.path.is_dir():
            return read_folder(source.path, client=source.client)
        content = source.path.read_bytes()
    except OSError:
        raise DocumentsError([f"{source.path}: it cannot be read"]) from None
    return read_manifest(content, source=str(source.path), client=source.client)


def _faults_between(documents: list[ListedDocument]) -> Iterable[str]:
    first: dict[str, ListedDocument] = {}
    for document in documents:
        known = first.setdefault(document.id, document)
        if known.text != document.text:
            yield f"{document.title}: the same id has another text in {known.source}"
