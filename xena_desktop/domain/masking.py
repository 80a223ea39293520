"""Masking the secrets of a request and its answer before they are laid on the disk."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.history import Exchange
from xena_desktop.domain.redaction import MASK, Redactor

_NAMES: Final = r"(?:token|secret|passw|api[-_]?key|adgangskode|kodeord)"
_SECRET_NAME: Final = re.compile(_NAMES, re.IGNORECASE)
_SECRET_HEADERS: Final = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})
_JSON_MEMBER: Final = re.compile(
    rf'("[^"\\]{{0,80}}{_NAMES}[^"\\]{{0,80}}"\s*:\s*)'
    r'(?:"(?:[^"\\]|\\.)*(?:"|\Z)|\[[^\[\]{}]*(?:\]|\Z)|-?\d[^,}\]\s]*)',
    re.IGNORECASE | re.DOTALL,
)
_FORM_FIELD: Final = re.compile(rf"((?:^|&)[^=&\s]{{0,80}}{_NAMES}[^=&\s]{{0,80}}=)[^&\s]*", re.IGNORECASE)
_XML_ELEMENT: Final = re.compile(rf"(<[\w:.-]{{0,80}}{_NAMES}[\w:.-]{{0,80}}[^<>]*>)[^<]*", re.IGNORECASE)
_XML_ATTRIBUTE: Final = re.compile(
    rf"""(\s[\w:.-]{{0,80}}{_NAMES}[\w:.-]{{0,80}}\s*=\s*)(?:"[^"<]*"|'[^'<]*')""", re.IGNORECASE
)
_PART_FIELD: Final = re.compile(
    rf'(name="[^"\r\n]{{0,80}}{_NAMES}[^"\r\n]{{0,80}}"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n).*?(?=\r\n--|\Z)',
    re.IGNORECASE | re.DOTALL,
)

CUT_MARGIN: Final = 1 << 16
"""Bytes taken off behind a cut, where half a secret may stand that nobody would know for one."""


def is_secret_name(name: str) -> bool:
    """Whether a header, member, field or variable of that name is likely to hold a secret."""
    return name.strip().lower() in _SECRET_HEADERS or _SECRET_NAME.search(name) is not None


def mask_pairs(pairs: tuple[tuple[str, str], ...], *, redactor: Redactor) -> tuple[tuple[str, str], ...]:
    """Headers or query parameters, the values of secret ones masked, and live secrets in the others."""
    return tuple(
        (name, MASK if value and is_secret_name(name) else redactor.without_known(value))
        for name, value in pairs
    )


def mask_url(url: str, *, redactor: Redactor) -> str:
    """An address or a path, the values of secret parameters masked."""
    start, mark, query = url.partition("?")
    return redactor.without_known(start + mark + _FORM_FIELD.sub(rf"\g<1>{MASK}", query))


def mask_body(body: bytes, *, redactor: Redactor) -> bytes:
    """A body of any kind: live secrets and the values of secret members, fields and elements masked.

    Everything else keeps its bytes.
    """
    text = redactor.without_known(body.decode("utf-8", "surrogateescape"))
    text = _JSON_MEMBER.sub(rf'\g<1>"{MASK}"', text)
    if "=" in text and "{" not in text[:1]:
        text = _FORM_FIELD.sub(rf"\g<1>{MASK}", text)
        text = _PART_FIELD.sub(rf"\g<1>{MASK}", text)
    if "<" in text:
        text = _XML_ATTRIBUTE.sub(rf'\g<1>"{MASK}"', _XML_ELEMENT.sub(rf"\g<1>{MASK}", text))
    return text.encode("utf-8", "surrogateescape")


def mask_exchange(exchange: Exchange, *, redactor: Redactor, most_bytes: int) -> Exchange:
    """An exchange fit for the disk: secrets masked, each body and each field cut off after about ``most_bytes``."""
    entry, request = exchange.entry, exchange.request
    path = mask_url(entry.path, redactor=redactor)
    cut = _Cut(redactor, most_bytes=most_bytes)
    return Exchange(
        entry=replace(entry, path=path, url=mask_url(entry.url, redactor=redactor)),
        request=replace(
            request,
            path=path,
            query=mask_pairs(request.query, redactor=redactor),
            headers=mask_pairs(request.headers, redactor=redactor),
            body=cut.body(request.body),
        ),
        answer_headers=mask_pairs(exchange.answer_headers, redactor=redactor),
        answer_body=cut.content(exchange.answer_body),
        attachments=tuple(
            replace(one, path=redactor.without_known(one.path)) for one in exchange.attachments
        ),
    )


class _Cut:
    """Masks, and cuts off what is too long."""

    def __init__(self, redactor: Redactor, *, most_bytes: int) -> None:
        self._redactor, self._most = redactor, most_bytes

    def content(self, whole: bytes) -> bytes:
        masked = mask_body(whole[: self._most + CUT_MARGIN], redactor=self._redactor)
        return masked if len(whole) <= self._most + CUT_MARGIN else masked[:-CUT_MARGIN]

    def body(self, body: Body | None) -> Body | None:
        match body:
            case bytes():
                return self.content(body)
            case UrlEncoded():
                return UrlEncoded(fields=tuple((name, self._value(name, said)) for name, said in body.fields))
            case Multipart():
                return Multipart(parts=tuple(map(self._part, body.parts)))
            case FileBody():
                return FileBody(path=self._redactor.without_known(body.path))
        return None

    def _value(self, name: str, value: str) -> str:
        if value and is_secret_name(name):
            return MASK
        return self.content(value.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")

    def _part(self, part: Part) -> Part:
        file = None if part.file is None else self._redactor.without_known(part.file)
        return replace(part, value=self._value(part.name, part.value), file=file)
