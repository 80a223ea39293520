"""What a helper process can do; each job gets what the process keeps, and plain values."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from xena_desktop.answers.files import mapped
from xena_desktop.domain.buffers import let_go
from xena_desktop.domain.byte_search import find_in_bytes
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.json_index import Index
from xena_desktop.domain.json_indexer import Indexer
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.searching import Places, Wanted, find_all

_State = dict[str, Any]
_SLICE: Final = 1 << 20


def _index(state: _State, *, path: str, is_final: bool, count: int) -> list[Any]:
    """Read on in the index of a file, and what is new in it: see ``services.answer_index``."""
    indexer: Indexer = state.setdefault(f"index {path}", Indexer())
    sent: dict[int, int] = state.setdefault(f"sent {path}", {})
    buffer = mapped(Path(path))
    more = indexer.advance(buffer, is_final=is_final, count=count)
    changes = []
    for number in sorted(indexer.touched):
        branch = indexer.branches[number]
        known = sent.get(number, 0)
        large = {row: below.number for row, below in branch.large.items()}
        changes.append([number, branch.start, branch.is_object, branch.end, branch.count, known,
                        branch.marks[known:].tobytes(), large, branch.long])  # fmt: skip
        sent[number] = len(branch.marks)
    indexer.touched.clear()
    found = indexer.index
    return [more, found.start, found.end, found.fault, found.is_too_deep, found.read, found.is_done, changes]


def _kept_index(state: _State, path: str, buffer: Buffer) -> Index:
    """The whole index of a file, built at the first need."""
    indexer: Indexer = state.setdefault(f"index {path}", Indexer())
    while indexer.advance(buffer, is_final=True, count=_SLICE):
        let_go(buffer)
    return indexer.index


def _find(_state: _State, *, path: str, text: str, is_pattern: bool) -> list[Any]:
    return _sent(find_all(mapped(Path(path)), Wanted(text=text, is_pattern=is_pattern)))


def _find_in_cells(
    _state: _State, *, path: str, text: str, is_pattern: bool, start: int, end: int
) -> list[Any]:
    from xena_desktop.answers.cell_places import in_cells

    buffer = mapped(Path(path))
    places = find_all(buffer, Wanted(text=text, is_pattern=is_pattern))
    return _sent(in_cells(buffer, places, start=start, end=end if end >= 0 else len(buffer)))


def _find_in_bytes(_state: _State, *, path: str, text: str, is_pattern: bool) -> list[Any]:
    return _sent(find_in_bytes(mapped(Path(path)), Wanted(text=text, is_pattern=is_pattern)))


def _find_on_pages(_state: _State, *, path: str, text: str, is_pattern: bool) -> list[Any]:
    from xena_desktop.answers.pdf import places_on_pages

    return list(places_on_pages(Path(path), Wanted(text=text, is_pattern=is_pattern)))


def _sent(places: Places) -> list[Any]:
    return [places.starts.tobytes(), places.lengths.tobytes(), places.is_cut]


def _lay_out(state: _State, *, path: str, target: str) -> int:
    from xena_desktop.answers.layout import lay_out

    buffer = mapped(Path(path))
    with Path(target).open("wb") as file:
        return lay_out(buffer, _kept_index(state, path, buffer), write=file.write)


def _lay_out_xml(_state: _State, *, path: str, target: str) -> int:
    from xena_desktop.answers.xml_check import ENTITIES, xml_fault
    from xena_desktop.answers.xml_layout import laid_out

    buffer = mapped(Path(path))
    fault, reason = xml_fault(buffer)
    until = 0 if reason == ENTITIES else fault if fault >= 0 else len(buffer)
    with Path(target).open("wb") as file:
        file.writelines(laid_out(buffer, until=until))
    return fault


def _lay_out_html(_state: _State, *, path: str, target: str) -> int:
    from xena_desktop.answers.html_text import text_of_html

    with Path(target).open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(text_of_html(mapped(Path(path))))
    return -1


def _xml_fault(_state: _State, *, path: str) -> list[Any]:
    from xena_desktop.answers.xml_check import xml_fault

    return list(xml_fault(mapped(Path(path))))


def _filter(state: _State, *, path: str, target: str, expression: str) -> None:
    from xena_desktop.answers.filtering import filtered, read_exact, write_exact

    key = f"value {path}"
    if key not in state:
        state[key] = read_exact(mapped(Path(path)))
    result = filtered(state[key], expression)
    with Path(target).open("wb") as file:
        write_exact(result, write=file.write)


def _order(state: _State, *, path: str, start: int, names: list[str], descending: bool) -> bytes:
    from xena_desktop.answers.rows import order

    buffer = mapped(Path(path))
    found: array[int] = order(
        buffer, _kept_index(state, path, buffer), start=start, names=names, is_descending=descending
    )
    return found.tobytes()


def _numbers(state: _State, *, path: str, start: int, target: str, names: list[str]) -> list[int]:
    from xena_desktop.answers.filtering import write_exact
    from xena_desktop.answers.numbers import numbers

    buffer = mapped(Path(path))
    found = numbers(buffer, _kept_index(state, path, buffer), start=start, names=names)
    with Path(target).open("wb") as file:
        write_exact(found.columns, write=file.write)
    return [found.rows, found.equal]


def _column_numbers(state: _State, *, path: str, start: int, names: list[str]) -> list[Any]:
    from xena_desktop.answers.numbers import column_numbers

    buffer = mapped(Path(path))
    return column_numbers(buffer, _kept_index(state, path, buffer), start=start, names=names)


def _export(state: _State, *, path: str, start: int, target: str, kind: str, columns: list[Any], danish: bool,
            rows: bytes | None) -> list[int]:  # fmt: skip
    from xena_desktop.answers.export import export

    buffer = mapped(Path(path))
    chosen = array("q", rows) if rows is not None else None
    return list(export(buffer, _kept_index(state, path, buffer), start=start, target=Path(target), kind=kind,
                       columns=columns, is_danish=danish, rows=chosen))  # fmt: skip


def _compare(_state: _State, *, left: str, right: str, target: str, words: dict[str, str]) -> list[int]:
    from xena_desktop.answers.differences import Words, differences
    from xena_desktop.answers.filtering import read_exact, write_exact

    values = [read_exact(mapped(Path(path))) for path in (left, right)]
    found = differences(*values, words=Words(**words))
    with Path(target).open("wb") as file:
        write_exact(found.rows, write=file.write)
    return [found.added, found.removed, found.changed]


def _decode(_state: _State, *, path: str, target: str, encoding: str) -> None:
    from xena_desktop.answers.decoding import decode_file

    decode_file(Path(path), Path(target), encoding=encoding)


def _csv_rows(_state: _State, *, path: str, target: str) -> int:
    from xena_desktop.answers.csv_rows import rows_of_csv

    rows_of_csv(Path(path), Path(target))
    return -1


def _json_lines_rows(_state: _State, *, path: str, target: str) -> int:
    from xena_desktop.answers.json_lines import array_of_lines

    return array_of_lines(Path(path), Path(target))


def _lay_out_json_lines(_state: _State, *, path: str, target: str) -> int:
    from xena_desktop.answers.json_lines import laid_out_lines

    with Path(target).open("wb") as file:
        file.writelines(laid_out_lines(Path(path)))
    return -1


def _pdf_sizes(_state: _State, *, path: str) -> list[list[float]]:
    from xena_desktop.answers.pdf import page_sizes

    return page_sizes(Path(path))


def _pdf_page(_state: _State, *, path: str, number: int, width: int) -> list[Any]:
    from xena_desktop.answers.pdf import page_picture

    return list(page_picture(Path(path), number=number, width=width))


def _in_words(job: Callable[..., Any]) -> Callable[..., Any]:
    """The job; what the system refuses it is told as FileUnreadable or DiskFull."""

    def done(state: _State, **arguments: Any) -> Any:
        try:
            return job(state, **arguments)
        except OSError as error:
            place = error.filename or arguments.get("target") or arguments["path"]
            raise file_error(place, error) from error

    return done


_JOBS: Final[dict[str, Callable[..., Any]]] = {
    "index": _index,
    "find": _find,
    "find_in_cells": _find_in_cells,
    "find_in_bytes": _find_in_bytes,
    "find_on_pages": _find_on_pages,
    "lay_out": _lay_out,
    "lay_out_xml": _lay_out_xml,
    "lay_out_html": _lay_out_html,
    "xml_fault": _xml_fault,
    "filter": _filter,
    "order": _order,
    "numbers": _numbers,
    "column_numbers": _column_numbers,
    "export": _export,
    "compare": _compare,
    "decode": _decode,
    "csv_rows": _csv_rows,
    "json_lines_rows": _json_lines_rows,
    "lay_out_json_lines": _lay_out_json_lines,
    "pdf_sizes": _pdf_sizes,
    "pdf_page": _pdf_page,
}
JOBS: Final = {name: _in_words(job) for name, job in _JOBS.items()}
"""What can be asked for, by name."""
