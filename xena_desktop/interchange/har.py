"""A HAR file, as browsers' developer tools save it (HTTP Archive 1.2), as requests with their answers."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.body import Body, Multipart, Part, UrlEncoded
from xena_desktop.domain.body_draft import BodyKind, kind_of
from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, is_method
from xena_desktop.domain.interchange import Imported, LeftOut, Note
from xena_desktop.domain.read_body import form_of, is_form, parts_of
from xena_desktop.domain.redaction import Redactor
from xena_desktop.interchange.addresses import split_address
from xena_desktop.interchange.stripping import merged_notes, stripped_headers, stripped_parts, stripped_query

_LARGEST_ANSWER: Final = 1 << 20
"""Characters. Masking takes its time, and nobody reads more than this of an old answer."""
_HINTS: Final = ("bearer", "basic", "eyj", "token", "secret", "password", "verifier", "assertion", "code")
"""In small letters; where none of these stands, there is nothing that the program would mask."""


def is_har(document: dict[str, Any]) -> bool:
    """Whether ``document`` is meant to be a HAR."""
    return isinstance(document.get("log"), dict)


def read_har(document: dict[str, Any]) -> tuple[Imported, ...]:
    """Its requests in order, without cookies and tokens; entries that are none are passed over.

    Raises ImportUnreadable (version, empty).
    """
    log = document["log"]
    if not str(log.get("version", "1.2")).startswith("1."):
        raise ImportUnreadable(reason="version")
    entries = log.get("entries")
    found = tuple(_imported(entries if isinstance(entries, list) else []))
    if not found:
        raise ImportUnreadable(reason="empty")
    return found


def _imported(entries: list[Any]) -> Iterator[Imported]:
    redactor = Redactor()
    for entry in entries:
        sent = entry.get("request") if isinstance(entry, dict) else None
        if not isinstance(sent, dict) or not _text(sent.get("url")).startswith(("http://", "https://")):
            continue
        method = _text(sent.get("method")).upper()
        if not is_method(method) or _answered_preflight(method, sent):
            continue
        request, notes = _request(sent, method=method, redactor=redactor)
        answer = _answer(entry.get("response"), method=method, url=_shown(request), redactor=redactor)
        yield Imported(request=request, name=_name(request), notes=notes, answer=answer)


def _answered_preflight(method: str, sent: dict[str, Any]) -> bool:
    """Browsers ask by themselves whether they may (CORS); nobody wants that question again."""
    names = {name.lower() for name, _ in _pairs(sent.get("headers"))}
    return method == "OPTIONS" and "access-control-request-method" in names


def _request(sent: dict[str, Any], *, method: str, redactor: Redactor) -> tuple[ApiRequest, tuple[Note, ...]]:
    path, query = split_address(_text(sent.get("url")))
    headers, notes = stripped_headers(_pairs(sent.get("headers")))
    query, more = stripped_query(query)
    posted = sent.get("postData")
    body, about_body = _body(posted if isinstance(posted, dict) else {}, redactor=redactor)
    said = {name.lower() for name, _ in headers}
    media_type = _text(posted.get("mimeType")) if isinstance(posted, dict) else ""
    if isinstance(body, UrlEncoded | Multipart):  # these say themselves what they are
        headers = tuple(pair for pair in headers if pair[0].lower() != "content-type")
    elif body is not None and media_type and "content-type" not in said:
        headers = (*headers, ("Content-Type", media_type))
    request = ApiRequest(method=method, path=path, query=query, headers=headers, body=body)
    return request, merged_notes((*notes, *more, *about_body))


def _body(posted: dict[str, Any], *, redactor: Redactor) -> tuple[Body | None, tuple[Note, ...]]:
    """What was sent, tokens masked or left out. Browsers keep a form as its text, as its fields, or as both."""
    text, media_type = _text(posted.get("text")), _text(posted.get("mimeType"))
    form = form_of(text) if is_form(media_type) else parts_of(text, media_type)
    if form is None and not text:
        form = _params(posted.get("params"), is_parts=kind_of(media_type) is BodyKind.MULTIPART)
    if form is None:
        masked = _masked_text(text, redactor=redactor)
        notes = (Note(kind=LeftOut.TOKEN, names=("body",)),) if masked != text else ()
        return masked.encode("utf-8", "replace") if text else None, notes
    return _stripped(form, redactor=redactor)


def _params(params: object, *, is_parts: bool) -> UrlEncoded | Multipart | None:
    """The fields of a form; a browser knows no more of a file than its name and its type."""
    rows = params if isinstance(params, list) else []
    named = [row for row in rows if isinstance(row, dict) and _text(row.get("name"))]
    if not is_parts:
        fields = tuple((row["name"], _text(row.get("value"))) for row in named)
        return UrlEncoded(fields=fields) if fields else None
    parts = tuple(
        Part(
            name=row["name"],
            value="" if row.get("fileName") else _text(row.get("value")),
            file="" if row.get("fileName") else None,
            filename=_text(row.get("fileName")),
            content_type=_text(row.get("contentType")),
        )
        for row in named
    )
    return Multipart(parts=parts) if parts else None


def _stripped(form: UrlEncoded | Multipart, *, redactor: Redactor) -> tuple[Body, tuple[Note, ...]]:
    """A form without tokens and keys, and with a note of the files that must be chosen again."""
    if isinstance(form, UrlEncoded):
        fields, notes = stripped_query(form.fields)
        return UrlEncoded(fields=fields), notes
    kept, notes = stripped_parts(form.parts)
    parts = tuple(replace(part, value=_masked_text(part.value, redactor=redactor)) for part in kept)
    missing = tuple(part.filename or part.name for part in parts if part.file is not None)
    files = (Note(kind=LeftOut.FILES, names=missing),) if missing else ()
    return Multipart(parts=parts), (*notes, *files)


def _answer(received: object, *, method: str, url: str, redactor: Redactor) -> ApiAnswer | None:
    """What was answered then, tokens masked; None where the browser kept nothing of it, or too much."""
    found: dict[str, Any] = received if isinstance(received, dict) else {}
    status, content = found.get("status"), found.get("content")
    content = content if isinstance(content, dict) else {}
    if not isinstance(status, int) or not status or len(_text(content.get("text"))) > _LARGEST_ANSWER:
        return None
    headers, _ = stripped_headers(_pairs(found.get("headers")))
    return ApiAnswer(
        method=method,
        url=url,
        status=status,
        reason=printable(_text(found.get("statusText"))),
        headers=headers,
        body=_content(content, redactor=redactor),
        seconds=0.0,
    )


def _content(content: dict[str, Any], *, redactor: Redactor) -> bytes:
    text = _text(content.get("text"))
    if content.get("encoding") == "base64":
        return _masked(_from_base64(text), redactor=redactor)
    return _masked_text(text, redactor=redactor).encode("utf-8", "replace")


def _masked_text(text: str, *, redactor: Redactor) -> str:
    """Masking looks at every place of a text; most texts can be seen at a glance to hold nothing to mask."""
    lowered = text.casefold()
    return redactor.masked(text) if any(hint in lowered for hint in _HINTS) else text


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _masked(content: bytes, *, redactor: Redactor) -> bytes:
    try:
        return _masked_text(content.decode(), redactor=redactor).encode()
    except UnicodeDecodeError:
        return content  # a picture or the like


def _name(request: ApiRequest) -> str:
    words = [word for word in request.path.partition("://")[2].split("/")[1:] if word]
    return printable("/".join(words[-2:]))


def _shown(request: ApiRequest) -> str:
    return request.path + ("?" + urlencode(request.query, quote_via=quote) if request.query else "")


def _pairs(value: object) -> list[tuple[str, str]]:
    """``[{name, value}, …]``; a browser's own names with a colon before them are left to the stripping."""
    rows = value if isinstance(value, list) else []
    found = [(row.get("name"), row.get("value", "")) for row in rows if isinstance(row, dict)]
    return [(name, _text(said)) for name, said in found if isinstance(name, str) and name]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
