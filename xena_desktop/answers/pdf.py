"""Pages of a PDF as pictures."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # it has annotations, but no marker

from xena_desktop.domain.errors import FileUnreadable

_LARGEST = 4000
"""Pixels at most to a side: a page may claim any size."""


def page_sizes(path: Path) -> list[list[float]]:
    """Width and height of each page, in points; raises FileUnreadable for what is no PDF after all."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            return [list(document.get_page_size(number)) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(path=str(path), reason=str(error)) from error


def page_picture(path: Path, *, number: int, width: int) -> tuple[int, int, int, bytes]:
    """Width, height, bytes to a line, and the pixels (blue, green, red, unused) of a page ``width`` pixels wide.

    Raises FileUnreadable.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            page = document[number]
            scale = min(width / page.get_width(), _LARGEST / page.get_width(), _LARGEST / page.get_height())
            bitmap = page.render(scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx)
            return bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(path=str(path), reason=str(error)) from error
