"""Lists of documents on a disk, good and bad, and what is read of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.document_id import hash_of
from gateway.document_source import DocumentSource
from gateway.document_sources import read_documents
from gateway.listed_document import ListedDocument

A = "query A {\n  viewer {\n    id\n  }\n}"
B = "query B {\n  __typename\n}"
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def write(path: Path, content: Any) -> DocumentSource:
    """A source with this content: JSON, or files by their names."""
    if isinstance(content, dict) and path.suffix != ".json":
        for name, text in content.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text, encoding="utf-8")
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return DocumentSource(path)


def apollo(*operations: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    manifest = {"format": "apollo-persisted-query-manifest", "version": 1}
    return {**manifest, "operations": list(operations), **changes}


def operation(text: str, **changes: Any) -> dict[str, Any]:
    return {"id": hash_of(text), "name": "A", "type": "query", "body": text, **changes}


def read(*sources: DocumentSource) -> list[ListedDocument]:
    documents, faults = read_documents(sources)
    assert faults == []
    return documents


def faults_of(*sources: DocumentSource) -> list[str]:
    _, faults = read_documents(sources)
    return faults
