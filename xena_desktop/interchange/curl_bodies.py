"""What the options of a curl command say of its body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from xena_desktop.domain.body import Body, FileBody, Multipart, Pairs, Part, UrlEncoded
from xena_desktop.domain.form_options import file_part, text_part
from xena_desktop.domain.interchange import LeftOut, Note
from xena_desktop.domain.read_body import form_of, is_form, parts_of
from xena_desktop.domain.written_body import JSON, MULTIPART, URL_ENCODED
from xena_desktop.interchange.addresses import query_pairs

_STREAMS: Final = ("-", ".")
"""What curl reads from its standard input; nobody knows what that was."""


@dataclass
class SaidBody:
    """Texts, parts or a file. ``method`` is what curl uses for them if none is said."""

    method: str = ""
    _data: list[str] = field(default_factory=list)
    _files: list[str] = field(default_factory=list)
    _parts: list[Part] = field(default_factory=list)
    _upload: str = ""
    _is_json: bool = False
    _left: list[str] = field(default_factory=list)

    def take(self, name: str, value: str) -> bool:
        """One option; whether it is about the body."""
        match name:
            case "data" | "data-ascii" | "data-binary":
                self._take_data(value)
            case "data-raw":
                self._data.append(value)
            case "data-urlencode":
                self._data.append(self.url_encoded(value))
            case "json":
                self._is_json = True
                self._take_data(value)
            case "form":
                self._take_part(value)
            case "form-string":
                key, _, said = value.partition("=")
                self._parts.append(Part(name=key, value=said))
            case "upload-file":
                self.method = "PUT"
                self._upload = self._known(value)
            case _:
                return False
        return True

    def _take_data(self, value: str) -> None:
        if not value.startswith("@"):
            self._data.append(value)
        elif path := self._known(value[1:]):
            self._files.append(path)

    def _take_part(self, value: str) -> None:
        name, _, said = value.partition("=")
        if said.startswith("<"):
            self._left.append(said[1:].partition(";")[0])  # a text that lies in a file
        elif not said.startswith("@"):
            self._parts.append(text_part(name, said))
        elif (part := file_part(name, said)).file not in _STREAMS:
            self._parts.append(part)
        else:
            self._left.append(part.file or "")

    def _known(self, path: str) -> str:
        """The path of a file; empty, and noted, for a stream."""
        if path in _STREAMS:
            self._left.append(path)
            return ""
        return path

    def url_encoded(self, value: str) -> str:
        """As ``--data-urlencode`` does it: ``content``, ``=content`` or ``name=content``."""
        name, equals, content = value.partition("=")
        if not equals and "@" in value:
            self._left.append(value.partition("@")[2])
            return ""
        encoded = quote(content if equals else value, safe="", errors="surrogateescape")
        return f"{name}={encoded}" if equals and name else encoded

    def body(self, said: str) -> Body | None:
        """The body of a command whose headers declare it as ``said``."""
        if self._parts:
            return Multipart(parts=tuple(self._parts))
        if self._upload or (self._files and not self._data):
            return FileBody(path=self._upload or self._files[0])
        if not self._data and not self._is_json:
            return None
        text = self._text()
        form = form_of(text) if not self._is_json and is_form(said or URL_ENCODED) else parts_of(text, said)
        return form or text.encode("utf-8", "surrogateescape")

    def _text(self) -> str:
        return ("" if self._is_json else "&").join(self._data)

    def as_query(self) -> Pairs:
        """What was meant as a body as a query instead."""
        return query_pairs(self._text())

    def declared(self, body: Body | None, headers: Pairs) -> Pairs:
        """The headers with what curl would say of this body, and without what a form says by itself."""
        names = {name.lower() for name, _ in headers}
        if isinstance(body, Multipart | UrlEncoded):
            return tuple(pair for pair in headers if not _says_itself(pair))
        kind = "" if self._upload else JSON if self._is_json else URL_ENCODED
        if body is not None and kind and "content-type" not in names:
            headers = (*headers, ("Content-Type", kind))
        return (*headers, ("Accept", JSON)) if self._is_json and "accept" not in names else headers

    def notes(self, body: Body | None) -> Iterator[Note]:
        """Files that are not taken along, or must be chosen again."""
        parts = body.parts if isinstance(body, Multipart) else ()
        unknown = [part.filename or part.name for part in parts if part.file == ""]
        one = 0 if self._data or self._parts or self._upload else 1
        left = [*self._left, *self._files[one:], *unknown]
        if left:
            yield Note(kind=LeftOut.FILES, names=tuple(left))


def _says_itself(pair: tuple[str, str]) -> bool:
    """Whether a header declares a form, as the form does itself."""
    plain = pair[1].partition(";")[0].strip().lower()
    return pair[0].lower() == "content-type" and plain in (MULTIPART, URL_ENCODED)
