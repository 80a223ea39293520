"""Work on the rows of an array in a document that is JSON."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xena_desktop.services.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnNumbers:
    """Of one column: how many values, rows without one, different values; of numbers alone the rest, as written."""

    filled: int
    empty: int
    different: int
    least: str | None
    greatest: str | None
    sum: str | None


class Exported(NamedTuple):
    """How many rows were written, how many numbers a spreadsheet will round, how many cells had too little room."""

    rows: int
    rounded: int
    cut: int


class Rows:
    """Belongs to one document; ``start`` is where the array begins. Work waits until all of them have come.

    Methods raise FileUnreadable, AnswerWorkEnded and AnswerClosed.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    async def order(self, start: int, *, names: tuple[str, ...], is_descending: bool) -> array[int]:
        """The numbers of the rows, ordered by what stands under ``names``."""
        path = str(await self._document.whole_text_file())
        found = await self._document.run(
            "order", path=path, start=start, names=list(names), descending=is_descending
        )
        return array("q", found)

    async def column(self, start: int, *, names: tuple[str, ...]) -> ColumnNumbers:
        """Plain numbers about the column under ``names``."""
        path = str(await self._document.whole_text_file())
        found = await self._document.run("column_numbers", path=path, start=start, names=list(names))
        filled, nulls, missing, different, _repeated, least, greatest, total = found
        return ColumnNumbers(
            filled=filled,
            empty=nulls + missing,
            different=different,
            least=least,
            greatest=greatest,
            sum=total,
        )

    async def numbers(self, start: int, *, names: list[str]) -> tuple[Document, int, int]:
        """Plain numbers about the columns as a document of its own; how many rows, and how many like an earlier one.

        ``names`` are those of the table's columns (``answers.numbers``).
        """
        target = self._document.new_result_path()
        path = str(await self._document.whole_text_file())
        rows, equal = await self._document.run(
            "numbers", path=path, start=start, target=str(target), names=names
        )
        return await self._document.result(target), rows, equal

    async def export(
        self,
        start: int,
        *,
        target: Path,
        kind: str,
        columns: list[Any],
        is_danish: bool,
        rows: array[int] | None,
    ) -> Exported:
        """Write rows as ``csv`` or ``xlsx``.

        See ``answers.export``. ``target`` is written when everything is there: who stops it keeps what stood there.
        """
        path, made = str(await self._document.whole_text_file()), self._document.new_path()
        found = await self._document.run(
            "export", path=path, start=start, target=str(made), kind=kind, columns=columns, danish=is_danish,
            rows=rows.tobytes() if rows is not None else None,
        )  # fmt: skip
        await self._document.copy_out(made, target)
        return Exported(*found)
