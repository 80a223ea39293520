"""A curl command, as a browser or a manual gives it, as a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.domain.exchange import METHODS, ApiRequest
from xena_desktop.domain.interchange import Imported, LeftOut, Note
from xena_desktop.interchange.addresses import query_pairs, split_address
from xena_desktop.interchange.command_words import words
from xena_desktop.interchange.curl_options import SHORT, SILENT, WITH_VALUE
from xena_desktop.interchange.multipart import Part, multipart
from xena_desktop.interchange.stripping import merged_notes, stripped_headers, stripped_query

_FORM: Final = "application/x-www-form-urlencoded"
_CURL: Final = re.compile(r"\s*(?:\$\s+)?curl(?:\.exe)?(?=\s)")


def is_curl(text: str) -> bool:
    """Whether ``text`` looks like a curl command."""
    return _CURL.match(text) is not None


def read_curl(command: str) -> Imported:
    """The request that ``command`` sends, with notes on what was left out.

    Raises ImportUnreadable (curl) when it is no such command, or has no address.
    """
    begins = _CURL.match(command)
    try:
        found = words(command[begins.end() :]) if begins else []
    except ValueError as error:
        raise ImportUnreadable(reason="curl") from error
    draft = _Draft()
    for name, value in _options(found):
        draft.take(name, value)
    if not draft.url:
        raise ImportUnreadable(reason="curl")
    return draft.imported()


def _options(found: list[str]) -> Iterator[tuple[str, str]]:
    """Name and value of each option; an address has the name ``url``, an unknown option stays as it is written."""
    rest = iter(found)
    for word in rest:
        if word in ("|", "||", "&&", ";", ">", ">>", "<", "--next", "-:"):
            return  # another command, or another request
        if word.startswith("--"):
            name, has_value, value = word[2:].partition("=")
            name = name if name in WITH_VALUE | SILENT or not has_value else word[2:]
            yield name, value if has_value else (next(rest, "") if name in WITH_VALUE else "")
        elif word.startswith("-") and len(word) > 1:
            yield from _short_options(word[1:], rest)
        else:
            yield "url", word


def _short_options(letters: str, rest: Iterator[str]) -> Iterator[tuple[str, str]]:
    """``-sSL`` is three, ``-XPOST`` and ``-d x`` are one with a value."""
    for place, letter in enumerate(letters):
        name = SHORT.get(letter, f"-{letter}")
        if name in WITH_VALUE:
            yield name, letters[place + 1 :] or next(rest, "")
            return
        yield name, ""


@dataclass
class _Draft:
    """What the options have said so far."""

    url: str = ""
    method: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    more_query: list[tuple[str, str]] = field(default_factory=list)
    as_query: bool = False
    content_type: str = ""
    notes: list[Note] = field(default_factory=list)

    def take(self, name: str, value: str) -> None:
        """One option."""
        match name:
            case "url":
                self.url = self.url or value
            case "request":
                self.method = value.upper()
            case "head":
                self.method = self.method or "HEAD"
            case "get":
                self.as_query = True
            case "header":
                self._take_header(value)
            case "url-query":
                self.more_query += query_pairs(_url_encoded(value.removeprefix("+"), self._left_file))
            case "cookie":
                self.notes.append(Note(kind=LeftOut.COOKIES, names=("-b",)))
            case "user" | "oauth2-bearer" | "aws-sigv4" | "proxy-user":
                self.notes.append(
                    Note(kind=LeftOut.PASSWORD, names=("-u" if name == "user" else f"--{name}",))
                )
            case "user-agent" | "referer":
                self.notes.append(Note(kind=LeftOut.BROWSER_HEADERS, names=(name,)))
            case "range":
                self.headers.append(("Range", f"bytes={value}"))
            case _:
                self._take_body(name, value)

    def _take_body(self, name: str, value: str) -> None:
        match name:
            case "data" | "data-ascii" | "data-binary":
                self._take_data(value)
            case "data-raw":
                self.data.append(value)
            case "data-urlencode":
                self.data.append(_url_encoded(value, self._left_file))
            case "json":
                self.content_type = "application/json"
                self._take_data(value)
            case "form" | "form-string":
                self._take_part(value, literally=name == "form-string")
            case "upload-file":
                self.method = self.method or "PUT"
                self._left_file(value)
            case _ if name not in SILENT:
                shown = name if name.startswith("-") else f"--{name}"
                self.notes.append(Note(kind=LeftOut.OPTIONS, names=(shown,)))

    def _take_header(self, value: str) -> None:
        name, colon, said = value.partition(":")
        if colon and said.strip():
            self.headers.append((name.strip(), said.strip()))

    def _take_data(self, value: str) -> None:
        if value.startswith("@"):
            self._left_file(value[1:])
        else:
            self.data.append(value)

    def _take_part(self, value: str, *, literally: bool) -> None:
        name, _, said = value.partition("=")
        if said[:1] in ("@", "<") and not literally:
            self._left_file(said[1:].partition(";")[0])
            return
        kind = re.search(r";type=([^;]+)", said) if not literally else None
        text = said if literally else re.sub(r";(type|filename|encoder|headers)=.*", "", said)
        self.parts.append(Part(name=name, text=text, content_type=kind[1] if kind else ""))

    def _left_file(self, name: str) -> None:
        self.notes.append(Note(kind=LeftOut.FILES, names=(name,)))

    def imported(self) -> Imported:
        """The request, once every option has been taken."""
        address, query = split_address(self.url)
        body, content_type = self._body()
        if self.as_query and body is not None:
            query += query_pairs(body.decode("utf-8", "surrogateescape"))
            body = None
        headers, notes = stripped_headers(self.headers)
        said = {name.lower() for name, _ in headers}
        if body is not None and content_type and "content-type" not in said:
            headers = (*headers, ("Content-Type", content_type))
        if self.content_type and "accept" not in said:
            headers = (*headers, ("Accept", "application/json"))
        query, more = stripped_query((*query, *self.more_query))
        method = self.method or ("GET" if body is None else "POST")
        notes = merged_notes((*self.notes, *notes, *more, *self._unreadable(method, body)))
        request = ApiRequest(
            method=method if method in METHODS else "GET",
            path=address,
            query=query,
            headers=headers,
            body=body if _is_text(body) else None,
        )
        return Imported(request=request, notes=notes)

    def _body(self) -> tuple[bytes | None, str]:
        if self.parts:
            return multipart(self.parts)
        if self.data or self.content_type:
            joined = ("" if self.content_type else "&").join(self.data)
            return joined.encode("utf-8", "surrogateescape"), self.content_type or _FORM
        return None, ""

    def _unreadable(self, method: str, body: bytes | None) -> Iterator[Note]:
        if method not in METHODS:
            yield Note(kind=LeftOut.OPTIONS, names=(f"-X {method}",))
        if not _is_text(body):
            yield Note(kind=LeftOut.NOT_TEXT)


def _url_encoded(value: str, left_file: Callable[[str], None]) -> str:
    """As ``--data-urlencode`` does it: ``content``, ``=content`` or ``name=content``."""
    name, equals, content = value.partition("=")
    if not equals:
        if "@" in value:
            left_file(value.partition("@")[2])
            return ""
        return quote(value, safe="", errors="surrogateescape")
    encoded = quote(content, safe="", errors="surrogateescape")
    return f"{name}={encoded}" if name else encoded


def _is_text(body: bytes | None) -> bool:
    try:
        (body or b"").decode()
    except UnicodeDecodeError:
        return False
    return True
