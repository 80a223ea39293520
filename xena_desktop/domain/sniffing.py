"""What a body is, by what stands in it and not by what the server says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HEAD: Final = 1 << 16
"""Bytes that are enough to tell."""


class ContentKind(StrEnum):
    """How a body is shown."""

    EMPTY = "empty"
    JSON = "json"
    JSON_LINES = "json_lines"
    XML = "xml"
    HTML = "html"
    CSV = "csv"
    TEXT = "text"
    PICTURE = "picture"
    PDF = "pdf"
    BINARY = "binary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a body is, and how its text is encoded; ``encoding`` is empty for what is no text."""

    kind: ContentKind
    encoding: str = ""


_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
_PICTURES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM")
_HTML: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_VALUE: Final = re.compile(r'["\d]|-[\dI]|true\b|false\b|null\b|NaN\b|Infinity\b|$')
"""How a value of JSON begins that is no object and no array; nothing at all is JSON that was cut off."""
_JSON_LINES: Final = (
    "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
    "application/jsonlines", "application/json-lines", "application/json-seq", "application/stream+json",
)  # fmt: skip
_AROUND_LINES: Final = " \t\r\n\x1e"
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED: Final = re.compile(
    rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]*?charset\s*=\s*[\"']?([\w.:-]+)",
    re.IGNORECASE,
)
"""Where XML (its §4.3.3) and HTML name their encoding themselves."""
_BINARY_CONTROLS: Final = bytes([*range(0x09), *range(0x0E, 0x1B), 0x1C, 0x1D, 0x1F])


def sniffed(head: bytes, *, content_type: str) -> Content:
    """What the body that begins with ``head`` is. ``content_type`` counts where bytes alone do not tell."""
    if not head:
        return Content(kind=ContentKind.EMPTY)
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Content(kind=ContentKind.PICTURE)
    if head[:1024].find(b"%PDF-") >= 0:
        return Content(kind=ContentKind.PDF)
    encoding = _encoding(head, content_type=content_type)
    if not encoding:
        return Content(kind=ContentKind.BINARY)
    text = head.decode(encoding, "replace").removeprefix("\ufeff")
    media_type = content_type.partition(";")[0].strip().lower()
    return Content(kind=_text_kind(text, media_type=media_type, is_cut=len(head) >= HEAD), encoding=encoding)


def _encoding(head: bytes, *, content_type: str) -> str:
    """The encoding of a text; empty for what is none."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if (wide := _wide_encoding(head[:64])) != "":
        return wide
    if _is_utf8(head):
        # NUL and its like: a text may hold some, but not many
        return "utf-8" if _count_controls(head) * 20 <= len(head) else ""
    return _named_encoding(head, content_type=content_type)


def _wide_encoding(start: bytes) -> str:
    """UTF-16 without a mark: every other byte is 0, as JSON and XML begin with ASCII."""
    if len(start) < 8 or start[:4].count(0) != 2:
        return ""
    even, odd = start[0::2], start[1::2]
    if not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if not any(even) and all(odd) else ""


def _count_controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, _BINARY_CONTROLS))  # five times as fast as an expression


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) >= HEAD  # only the end was cut through
    return True


def _named_encoding(head: bytes, *, content_type: str) -> str:
    """Bytes that are no UTF-8: the encoding that the server names, or the usual one, unless they are no text."""
    if _count_controls(head):
        return ""
    named, declared = _CHARSET.search(content_type), _DECLARED.search(head, 0, 1024)
    encoding = named[1].lower() if named else ""
    if not encoding and declared is not None:
        encoding = (declared[1] or declared[2]).decode().lower()
    if encoding and encoding not in ("utf-8", "utf8"):
        try:
            head.decode(encoding)
        except (LookupError, UnicodeError):
            return "cp1252"
        return encoding
    textual = content_type.startswith("text/") or "json" in content_type or "xml" in content_type
    if head.lstrip()[:1] in (b"{", b"["):
        return "cp1252" if head.decode("utf-8", "ignore").isascii() else "utf-8"  # a letter or two are broken
    return "cp1252" if textual else ""


def _is_json_lines(text: str, *, media_type: str, is_cut: bool) -> bool:
    """Whether each line is a value of its own: the first is one, and another begins as one or the server says so."""
    first, end, rest = text.lstrip(_AROUND_LINES).partition("\n")
    is_named = media_type in _JSON_LINES
    if is_cut and not end:
        return is_named
    if not is_named and rest.lstrip(_AROUND_LINES)[:1] not in ("{", "["):
        return False
    try:
        json.loads(first.rstrip(), parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _text_kind(text: str, *, media_type: str, is_cut: bool) -> ContentKind:
    start = text.lstrip()
    if _is_json_lines(text, media_type=media_type, is_cut=is_cut):
        return ContentKind.JSON_LINES
    if start[:1] in ("{", "[") or ("json" in media_type and _VALUE.match(start)):
        return ContentKind.JSON
    if _HTML.match(text):
        return ContentKind.HTML
    if start.startswith("<?xml") or re.match(r"<(?:!DOCTYPE\s|!--|[A-Za-z_][^<>]*>)", start):
        if re.match(
            r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<(?:svg)\b", start, re.DOTALL
        ):
            return ContentKind.PICTURE
        return ContentKind.HTML if media_type == "text/html" else ContentKind.XML
    may_be_csv = media_type in ("", "text/plain", "application/octet-stream") or "json" in media_type
    if media_type == "text/csv" or (may_be_csv and _is_csv(text)):
        return ContentKind.CSV
    return ContentKind.TEXT


def _is_csv(text: str) -> bool:
    """Whether the first lines hold equally many separators, and more than one line does."""
    lines = [line for line in text[:4000].splitlines()[:10] if line.strip()]
    lines = lines[:-1] if len(text) > 4000 else lines
    if len(lines) < 2:
        return False
    return any(
        len({line.count(mark) for line in lines}) == 1 and mark in lines[0] for mark in (";", "\t", ",")
    )
