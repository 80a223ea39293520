"""One call of the API, as its handlers see it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xena_desktop.sandbox.choices import Choices
from xena_desktop.sandbox.days import danish_day_number
from xena_desktop.sandbox.definitions import Definitions
from xena_desktop.sandbox.people import Person
from xena_desktop.sandbox.presentation import Presentation
from xena_desktop.sandbox.refusals import FieldError, message, not_saved
from xena_desktop.sandbox.store import FiscalData, Row, Store

DEFAULT_PAGE_SIZE = 10


@dataclass(frozen=True)
class Upload:
    """A file that came with a form."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """A call whose access token, fiscal setup and right have been checked.

    `query` has its names in small letters, without what stands before a dot (`listOptions.page` is `page`).
    """

    person: Person
    store: Store
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    definitions: Definitions
    choices: Choices
    presentation: Presentation
    authority: str
    now: Callable[[], datetime]
    form: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def fiscal(self) -> FiscalData:
        """The fiscal setup of the path."""
        return self.store.fiscals[int(self.path["fiscalId"])]

    @property
    def today(self) -> int:
        """Today's day number in Denmark."""
        return danish_day_number(self.now())

    def text(self, key: str, **values: object) -> str:
        """A message in the person's language."""
        return self.choices.text(key, culture=self.person.culture, **values)

    def row(self, kind: str, *, name: str = "id") -> Row:
        """The row whose id stands in the path; answers 404 when there is none."""
        found = self.fiscal.find(kind, int(self.path[name]))
        if found is None:
            raise message(404, text=self.text("not_found", kind=kind, id=self.path[name]))
        return found

    def shown(self, kind: str, row: Row, *, definition: str) -> Row:
        """The row as it is answered."""
        return self.presentation.entity(
            kind, row, definition=definition, fiscal=self.fiscal, culture=self.person.culture
        )

    def page(self, rows: Iterable[Row], *, show: Callable[[Row], Row]) -> Row:
        """The envelope with one page of the rows; `Count` is that of all pages."""
        found = [row for row in rows if self._flag("showdeactivated") or not row.get("IsDeactivated")]
        shown = found
        if not self._flag("forcenopaging"):
            size = self._number("pagesize", default=DEFAULT_PAGE_SIZE, least=1)
            start = self._number("page", default=0, least=0) * size
            shown = found[start : start + size]
        return {"Count": len(found), "Entities": [show(row) for row in shown]}

    def day_query(self, name: str, *, default: int) -> int:
        """A day number of the query; answers 400 when it is none."""
        return self._number(name.lower(), default=default, least=-(2**31))

    def _flag(self, name: str) -> bool:
        return self.query.get(name, "").lower() in ("true", "1")

    def _number(self, name: str, *, default: int, least: int) -> int:
        written = self.query.get(name, "")
        if not written:
            return default
        digits = written.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 19 and int(written) >= least:
            return int(written)
        raise not_saved(400, errors=[FieldError(name, self.text("number", least=least))])
