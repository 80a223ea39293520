"""A curl command, as a browser or a manual gives it, as a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xena_desktop.domain.body import Body
from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.domain.exchange import ApiRequest, is_method
from xena_desktop.domain.interchange import Imported, LeftOut, Note
from xena_desktop.domain.written_body import said_type
from xena_desktop.interchange.addresses import query_pairs, split_address
from xena_desktop.interchange.command_words import words
from xena_desktop.interchange.curl_bodies import SaidBody
from xena_desktop.interchange.curl_options import SHORT, SILENT, WITH_VALUE
from xena_desktop.interchange.stripping import merged_notes, stripped_headers, stripped_query

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
    body: SaidBody = field(default_factory=SaidBody)
    more_query: list[tuple[str, str]] = field(default_factory=list)
    as_query: bool = False
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
                self.more_query += query_pairs(self.body.url_encoded(value.removeprefix("+")))
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
            case _ if not self.body.take(name, value) and name not in SILENT:
                shown = name if name.startswith("-") else f"--{name}"
                self.notes.append(Note(kind=LeftOut.OPTIONS, names=(shown,)))

    def _take_header(self, value: str) -> None:
        name, colon, said = value.partition(":")
        if colon and said.strip():
            self.headers.append((name.strip(), said.strip()))

    def imported(self) -> Imported:
        """The request, once every option has been taken."""
        address, query = split_address(self.url)
        headers, notes = stripped_headers(self.headers)
        said = said_type(headers)
        body = self.body.body(said)
        if self.as_query and body is not None:
            query += self.body.as_query()
            body = None
        headers = self.body.declared(body, headers)
        query, more = stripped_query((*query, *self.more_query))
        method = self.method or self.body.method or ("GET" if body is None else "POST")
        if not _is_text(body):
            body = None
            more = (*more, Note(kind=LeftOut.NOT_TEXT))
        if not is_method(method):
            more = (*more, Note(kind=LeftOut.OPTIONS, names=(f"-X {method}",)))
        return Imported(
            request=ApiRequest(
                method=method if is_method(method) else "GET",
                path=address,
                query=query,
                headers=headers,
                body=body,
            ),
            notes=merged_notes((*self.notes, *self.body.notes(body), *notes, *more)),
        )


def _is_text(body: Body | None) -> bool:
    try:
        return not isinstance(body, bytes) or body.decode() is not None
    except UnicodeDecodeError:
        return False
