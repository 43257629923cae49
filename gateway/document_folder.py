"""Document folder: operations and fragments in ``.graphql`` files, as a person writes them.

Every operation is one document: its definition, then those of the fragments that it needs, by name,
wherever in the folder they stand. Its text is how GraphQL's own printer writes these, with an empty
line between them and none at the end; comments are not in it. Its id is the SHA-256 of that text in
UTF-8. Apollo's tools, and ``print`` of npm's ``graphql``, make the same text and so the same id as
long as the client adds nothing to the document, such as ``__typename``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from gateway.document_id import hash_of
from gateway.listed_document import DocumentsError, ListedDocument

_ENDINGS = ("*.graphql", "*.gql")
_MOST_TOKENS = 20_000

_Fragments = Mapping[str, FragmentDefinitionNode]


@dataclass(frozen=True, slots=True)
class _File:
    source: str
    text: str
    definitions: tuple[DefinitionNode, ...]

    @property
    def operations(self) -> list[OperationDefinitionNode]:
        return [one for one in self.definitions if isinstance(one, OperationDefinitionNode)]

    @property
    def fragments(self) -> list[FragmentDefinitionNode]:
        return [one for one in self.definitions if isinstance(one, FragmentDefinitionNode)]


def read_folder(folder: Path, *, client: str | None = None) -> list[ListedDocument]:
    """The documents of a folder and all below it, by their files. ``client`` is whom they are for.

    Raises DocumentsError with everything that is wrong in it.
    """
    faults: list[str] = []
    files = list(_files(folder, faults))
    faults += _faults_of(files)
    fragments = {one.name.value: one for file in files for one in file.fragments}
    documents: list[ListedDocument] = []
    for file in files:
        for operation in file.operations:
            needed = _needed(operation, fragments)
            missing = sorted(needed - fragments.keys())
            faults += [f"{file.source}: {_name(operation)}: no fragment {one}" for one in missing]
            if not missing:
                chosen = [operation, *(fragments[one] for one in sorted(needed))]
                documents.append(_document(file, operation, chosen, client))
    if not faults and not documents:
        faults.append(f"{folder}: there is no operation in it")
    if faults:
        raise DocumentsError(faults)
    return documents


def _files(folder: Path, faults: list[str]) -> Iterator[_File]:
    for path in sorted({path for ending in _ENDINGS for path in folder.rglob(ending)}):
        try:
            text = path.read_text(encoding="utf-8")
            document = parse(text, no_location=True, max_tokens=_MOST_TOKENS)
        except GraphQLError as error:
            faults.append(f"{path}: {error.message}")
        except (OSError, UnicodeDecodeError):
            faults.append(f"{path}: it cannot be read")
        else:
            yield _File(str(path), text, tuple(document.definitions))


def _faults_of(files: list[_File]) -> Iterator[str]:
    for file in files:
        if len(file.operations) + len(file.fragments) < len(file.definitions):
            yield f"{file.source}: it has a definition that is no operation and no fragment"
        if not all(_name(one) for one in file.operations):
            yield f"{file.source}: it has an operation without a name"
    operations = [(one, file) for file in files for one in file.operations if _name(one)]
    yield from _told_twice("operation", operations)
    yield from _told_twice("fragment", [(one, file) for file in files for one in file.fragments])


def _told_twice(kind: str, found: Iterable[tuple[DefinitionNode, _File]]) -> Iterator[str]:
    found = list(found)
    times = Counter(_name(one) for one, _ in found)
    for name in sorted(name for name, count in times.items() if count > 1):
        places = dict.fromkeys(file.source for one, file in found if _name(one) == name)
        yield f"{', '.join(places)}: the {kind} {name} is there more than once"


def _name(definition: DefinitionNode) -> str:
    name = getattr(definition, "name", None)
    return name.value if name else ""


class _Spreads(Visitor):
    """Gathers the names of the fragments that are spread in what it visits."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        """Take its name."""
        self.names.add(node.name.value)


def _needed(operation: OperationDefinitionNode, fragments: _Fragments) -> set[str]:
    """The names of all fragments that it spreads, by itself or by way of another."""
    found = set[str]()
    waiting: list[DefinitionNode] = [operation]
    while waiting:
        spreads = _Spreads()
        visit(waiting.pop(), spreads)
        new = spreads.names - found
        found |= new
        waiting += [fragments[name] for name in new & fragments.keys()]
    return found


def _document(
    file: _File,
    operation: OperationDefinitionNode,
    chosen: Sequence[DefinitionNode],
    client: str | None,
) -> ListedDocument:
    text = print_ast(DocumentNode(definitions=tuple(chosen)))
    # A file of this one document: whoever sends it as it was written means the same.
    is_file = len(chosen) == len(file.definitions) and set(map(id, chosen)) == set(
        map(id, file.definitions)
    )
    return ListedDocument(
        id=hash_of(text),
        text=text,
        source=file.source,
        name=_name(operation),
        kind=operation.operation.value,
        client=client,
        written=file.text if is_file else None,
    )
