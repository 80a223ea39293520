"""A catalogue as people see it: the document's operations with our own words, searched and looked up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from xena_desktop.catalogue.description import Description
from xena_desktop.catalogue.facts import Facts
from xena_desktop.catalogue.search import Entry, SearchIndex
from xena_desktop.catalogue.starter import Starter, starters
from xena_desktop.catalogue.words import synonyms
from xena_desktop.domain.body_draft import BodyDraft
from xena_desktop.domain.errors import UnknownOperation
from xena_desktop.domain.form import BodyFault, OperationForm
from xena_desktop.domain.offered_body import kinds_of, offered_body
from xena_desktop.domain.operation import Changes, LeftOut, Operation, Source, path_shape
from xena_desktop.domain.settings import Draft

_MOST_NEAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form, and what tells the faults of a body's text by the operation's schema."""

    form: OperationForm
    check: Callable[[str], tuple[BodyFault, ...]]


class Catalogue:
    """The operations of one connection, in one language; the starter's alone where no document was read yet."""

    def __init__(self, description: Description | None, *, language: str) -> None:
        self.description, self.language = description, language
        self._starters = starters(language=language)
        if description is None:
            self.operations = tuple(one.operation for one in self._starters.values())
        else:
            self.operations = tuple(map(self._in_our_words, description.operations))

    @property
    def source(self) -> Source | None:
        """Where the document was read; None for the starter catalogue."""
        return self.description.source if self.description else None

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the document holds and is not shown."""
        return self.description.left_out if self.description else ()

    @property
    def changes(self) -> Changes:
        """What the last new version of the document brought."""
        return self.description.changes if self.description else Changes()

    def found(self, text: str, *, marked: Collection[str] = ()) -> list[Operation]:
        """The operations that ``text`` means, best first."""
        return self.index.found(text, marked=marked)

    def at(self, method: str, path: str) -> Operation | None:
        """The operation that a request with this method and path is."""
        whole = path if path.startswith("/") else f"/Api/{path}"
        return self._by_shape.get((method.upper(), path_shape(whole)))

    def by_key(self, key: str) -> Operation | None:
        """The operation of that key."""
        method, _, path = key.partition(" ")
        return self.at(method, path)

    def named(self, name: str) -> Operation:
        """The operation of that name, or of that operationId where no other has it. Raises UnknownOperation."""
        found = [one for one in self.operations if one.name == name.lower()]
        found = found or [one for one in self.operations if one.operation_id.lower() == name.lower()]
        if len(found) == 1:
            return found[0]
        near = found or self.found(name.replace(".", " "))
        raise UnknownOperation(name=name, near=", ".join(one.name for one in near[:_MOST_NEAR]))

    def starter(self, operation: Operation) -> Starter | None:
        """Our own words on an operation, with examples."""
        return self._starters.get((operation.method, path_shape(operation.path)))

    def draft(self, operation: Operation) -> Draft:
        """A request for the operation, with a body to begin with."""
        form = self.plain_form(operation).body
        body = offered_body(form, kinds_of(form)[0]) if form else BodyDraft()
        return Draft(method=operation.method, path=operation.path, body=body)

    def plain_form(self, operation: Operation) -> OperationForm:
        """The operation's form, in a few milliseconds."""
        from xena_desktop.catalogue.forms import form_of

        starter = self.starter(operation)
        return form_of(operation, description=self.description, starter=starter, facts=self._facts)

    def form(self, operation: Operation) -> OpenForm:
        """The operation's form, and what checks its body. The first one loads jsonschema: ask on a thread."""
        from xena_desktop.catalogue.checking import BodyChecker

        form = self.plain_form(operation)
        check = BodyChecker(form.body.schema).faults if form.body and form.body.schema else _nothing_to_check
        return OpenForm(form=form, check=check)

    @cached_property
    def _facts(self) -> Facts:
        return Facts(language=self.language)

    @cached_property
    def index(self) -> SearchIndex:
        """The search over all operations; making it takes a tenth of a second."""
        entries = []
        for one in self.operations:
            starter = self.starter(one)
            words = starter.words if starter else ""
            entries.append(Entry(one, more_words=words, is_first_needed=starter is not None))
        return SearchIndex(entries, synonyms=synonyms())

    @cached_property
    def _by_shape(self) -> Mapping[tuple[str, str], Operation]:
        return {(one.method, path_shape(one.path)): one for one in self.operations}

    def _in_our_words(self, operation: Operation) -> Operation:
        """With our title and purpose where the document has none of its own."""
        starter = self.starter(operation)
        if starter is None:
            return operation
        ours = starter.operation
        return operation._replace(
            title=operation.title or ours.title, purpose=operation.purpose or ours.purpose
        )


def _nothing_to_check(_text: str) -> tuple[BodyFault, ...]:
    return ()
