"""A body being written: each kind keeps what was written for it, and one of them is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from xena_desktop.domain.body import Body, FileBody, Multipart, Pairs, Part, UrlEncoded
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.read_body import form_of, is_form
from xena_desktop.domain.written_body import JSON, MULTIPART, URL_ENCODED, said_type

Rows = tuple[tuple[bool, str, str], ...]


class BodyKind(StrEnum):
    """What a body can be written as."""

    NONE = "none"
    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    XML = "xml"
    TEXT = "text"
    FILE = "file"


TEXT_KINDS: Final = (BodyKind.JSON, BodyKind.XML, BodyKind.TEXT)
_USUAL: Final = MappingProxyType({
    BodyKind.JSON: JSON, BodyKind.XML: "application/xml", BodyKind.TEXT: "text/plain",
})  # fmt: skip
_OF_FORMS: Final = MappingProxyType({BodyKind.FORM: URL_ENCODED, BodyKind.MULTIPART: MULTIPART})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A row of a form with parts; one that is not ``used`` is kept and not sent.

    The value of a file's row waits, and so does ``file_before``, the path in a row that is a text's now.
    """

    used: bool = True
    part: Part
    file_before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDraft:
    """A body as it stands in a tab. ``kind`` is what is sent; what was written as another kind waits.

    ``content_types`` are those that were chosen instead of the usual ones, by kind.
    """

    kind: BodyKind = BodyKind.JSON
    json: str = ""
    xml: str = ""
    text: str = ""
    fields: Rows = ()
    parts: tuple[PartRow, ...] = ()
    file: str = ""
    content_types: tuple[tuple[str, str], ...] = ()

    def written(self) -> str:
        """The text of the kind that is sent, where it is one of those written as text."""
        return str(getattr(self, self.kind)) if self.kind in TEXT_KINDS else ""

    def with_text(self, text: str) -> BodyDraft:
        """The draft with another text, where its kind is one of those."""
        return self.with_text_of(self.kind, text)

    def with_text_of(self, kind: BodyKind, text: str) -> BodyDraft:
        """The draft with another text written as ``kind``, whichever is sent."""
        match kind:
            case BodyKind.JSON:
                return replace(self, json=text)
            case BodyKind.XML:
                return replace(self, xml=text)
            case BodyKind.TEXT:
                return replace(self, text=text)
        return self

    def body(self) -> Body | None:
        """What is sent; None where nothing was written."""
        match self.kind:
            case BodyKind.FORM:
                fields = tuple((name, value) for used, name, value in self.fields if used and name)
                return UrlEncoded(fields=fields) if fields else None
            case BodyKind.MULTIPART:
                parts = tuple(_sent_part(row.part) for row in self.parts if row.used and row.part.name)
                return Multipart(parts=parts) if parts else None
            case BodyKind.FILE:
                return FileBody(path=self.file)
        return self.written().encode("utf-8", "replace") if self.written().strip() else None

    def content_type(self) -> str:
        """What the body is declared as; empty for a form, and for a file that its own name tells enough of."""
        chosen = dict(self.content_types).get(self.kind, "")
        match self.kind:
            case BodyKind.JSON | BodyKind.XML | BodyKind.TEXT:
                return with_charset(chosen or _USUAL[self.kind])
            case BodyKind.FILE:
                return chosen
        return ""

    def put_into(self, request: ApiRequest) -> ApiRequest:
        """The request with this body, declared unless its headers say what it is."""
        body, declared = self.body(), self.content_type()
        is_said = any(name.lower() == "content-type" and value for name, value in request.headers)
        if body is None or not declared or is_said:
            return replace(request, body=body)
        return replace(request, body=body, headers=(*request.headers, ("Content-Type", declared)))


def json_draft(text: str) -> BodyDraft:
    """A body written as JSON."""
    return BodyDraft(kind=BodyKind.JSON, json=text)


def drafted(request: ApiRequest) -> tuple[BodyDraft, Pairs]:
    """The body of a request as a draft, and the headers without a Content-Type that the draft itself will say.

    Bytes that are no text are left out.
    """
    said = said_type(request.headers)
    plain = said.partition(";")[0].strip()
    draft = _draft(request.body, said)
    declaring = replace(draft, content_types=((draft.kind, plain),))
    for one in (draft, declaring):
        if said and (one.content_type() or _OF_FORMS.get(one.kind)) == (
            said if one.content_type() else plain
        ):
            return one, tuple(pair for pair in request.headers if pair[0].lower() != "content-type")
    return draft, request.headers


def kind_of(content_type: str) -> BodyKind:
    """The kind that bodies of a Content-Type are written as."""
    plain = content_type.partition(";")[0].strip().lower()
    if not plain or plain.endswith(("/json", "+json")):
        return BodyKind.JSON
    if plain.endswith(("/xml", "+xml")):
        return BodyKind.XML
    if plain == "application/x-www-form-urlencoded":
        return BodyKind.FORM
    if plain.startswith("multipart/"):
        return BodyKind.MULTIPART
    is_text = plain.startswith("text/") or plain.endswith(("/javascript", "/yaml", "/graphql"))
    return BodyKind.TEXT if is_text else BodyKind.FILE


def _sent_part(part: Part) -> Part:
    """Without a value that only waits."""
    return part if part.file is None else replace(part, value="")


def with_charset(content_type: str) -> str:
    """A text's Content-Type, with the character set that it is sent in."""
    return content_type if ";" in content_type else f"{content_type}; charset=utf-8"


def _draft(body: Body | None, content_type: str) -> BodyDraft:
    match body:
        case UrlEncoded():
            return BodyDraft(
                kind=BodyKind.FORM, fields=tuple((True, name, value) for name, value in body.fields)
            )
        case Multipart():
            return BodyDraft(kind=BodyKind.MULTIPART, parts=tuple(PartRow(part=part) for part in body.parts))
        case FileBody():
            return BodyDraft(kind=BodyKind.FILE, file=body.path)
        case None:
            return BodyDraft()
    if is_form(content_type) and (form := form_of(_text(body))) is not None:
        return _draft(form, content_type)
    kind = kind_of(content_type)
    return BodyDraft(kind=kind if kind in TEXT_KINDS else BodyKind.TEXT).with_text(_text(body))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""
