"""Pages of a PDF as pictures, and what stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped] # it has annotations, but no marker

from xena_desktop.domain.errors import PagesUnreadable
from xena_desktop.domain.searching import Wanted

_LARGEST: Final = 4000
"""Pixels at most to a side: a page may claim any size."""
_MOST_PLACES: Final = 10_000


def page_sizes(path: Path) -> list[list[float]]:
    """Width and height of each page, in points; raises PagesUnreadable for what is no PDF after all."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            return [list(document.get_page_size(number)) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise PagesUnreadable(reason=str(error)) from error


def page_picture(path: Path, *, number: int, width: int) -> tuple[int, int, int, bytes]:
    """Width, height, bytes to a line, and the pixels (blue, green, red, unused) of a page ``width`` pixels wide.

    Raises PagesUnreadable.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            page = document[number]
            scale = min(width / page.get_width(), _LARGEST / page.get_width(), _LARGEST / page.get_height())
            bitmap = page.render(scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx)
            return bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
    except pypdfium2.PdfiumError as error:
        raise PagesUnreadable(reason=str(error)) from error


def places_on_pages(path: Path, wanted: Wanted) -> tuple[list[Any], bool]:
    """Each place of ``wanted`` as its page and its boxes (``domain.page_places``), and whether there are more.

    Raises PagesUnreadable and PatternInvalid.
    """
    pattern, places = wanted.compiled(), list[Any]()
    try:
        with pypdfium2.PdfDocument(path) as document:
            for number in range(len(document)):
                for boxes in _places_on(document[number], pattern):
                    if len(places) == _MOST_PLACES:
                        return places, True
                    places.append([number, boxes])
    except pypdfium2.PdfiumError as error:
        raise PagesUnreadable(reason=str(error)) from error
    return places, False


def _places_on(page: pypdfium2.PdfPage, pattern: re.Pattern[str]) -> Iterator[list[list[float]]]:
    across, down = page.get_size()
    text = page.get_textpage()
    for found in pattern.finditer(text.get_text_range()):
        count = text.count_rects(found.start(), found.end() - found.start()) if found[0] else 0
        corners = [text.get_rect(number) for number in range(count)]
        boxes = [
            [left / across, 1 - top / down, (right - left) / across, (top - bottom) / down]
            for left, bottom, right, top in corners
        ]
        if boxes:
            yield boxes
