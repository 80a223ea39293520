"""HTML as the text that a person would read; nothing is drawn, run or loaded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from xena_desktop.domain.json_scan import Buffer

_SLICE: Final = 1 << 18
_UNSEEN: Final = frozenset({"script", "style", "template", "svg"})
_LINES: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "div", "dl", "dt",
     "fieldset", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "option", "pre",
     "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul")
)  # fmt: skip
_PARAGRAPHS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p"))
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


def text_of_html(buffer: Buffer) -> Iterator[str]:
    """The text of a page in UTF-8, piece by piece: paragraphs apart, the cells of a row with tabs between them."""
    reader = _Reader()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for start in range(0, len(buffer), _SLICE):
        reader.feed(decoder.decode(buffer[start : start + _SLICE]).removeprefix("" if start else "\ufeff"))
        yield from reader.taken()
    reader.close()
    yield from reader.taken()
    yield "\n"


class _Reader(HTMLParser):
    """Writes down what is read; breaks before and after blocks come out once, however many there are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._breaks, self._unseen, self._kept = 0, 0, 0
        self._is_begun, self._has_gap = False, False

    def taken(self) -> list[str]:
        """What was written since."""
        parts, self._parts = self._parts, []
        return parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; pictures are told by their words."""
        self._unseen += tag in _UNSEEN
        self._kept += tag == "pre"
        self._break(tag)
        if tag == "li":
            self._write("• ")
        elif tag in ("td", "th"):
            self._write("" if self._breaks else "\t")
        elif tag == "img":
            self._write(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._kept = max(0, self._kept - (tag == "pre"))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Text: white space counts once, but for text laid out by its writer."""
        if self._unseen:
            return
        if self._kept:
            self._write(data.removeprefix("\n") if self._breaks else data)
            return
        text = _SPACE.sub(" ", data)
        gap = " " if (self._has_gap or text.startswith(" ")) and not self._breaks and self._is_begun else ""
        if words := text.strip(" "):
            self._write(gap + words)
        self._has_gap = text.endswith(" ") if words else self._has_gap or bool(gap)

    def _break(self, tag: str) -> None:
        if tag in _LINES or tag in _PARAGRAPHS:
            self._breaks = max(self._breaks, 2 if tag in _PARAGRAPHS else 1)
            self._has_gap = False

    def _write(self, text: str) -> None:
        if not text:
            return
        if self._is_begun:
            self._parts.append("\n" * self._breaks)
        self._parts.append(text)
        self._is_begun, self._breaks, self._has_gap = True, 0, False
