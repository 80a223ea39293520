"""Requests that come from other programs or go to them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from xena_desktop.domain.addresses import origin
from xena_desktop.domain.body import Body
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import InsecureAddress
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, checked, sent_headers, target_url
from xena_desktop.domain.written_body import Piece, declared_type, pieces, said_type

TOKEN_VARIABLE: Final = "XENA_ACCESS_TOKEN"  # noqa: S105 - the name of the variable
"""The environment variable from which a copied snippet takes the access token."""

FILE_SUFFIXES: Final = (".har", ".json", ".yaml", ".yml")
"""How files with requests from other programs end."""


class Language(enum.StrEnum):
    """What a request can be copied as; the value is its name, the same in every human language."""

    CURL = "curl"
    HTTPIE = "HTTPie"
    PYTHON = "Python (requests)"
    CSHARP = "C# (HttpClient)"
    PHP = "PHP"
    JAVASCRIPT = "JavaScript (fetch)"
    POWERSHELL = "PowerShell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What goes over the wire for a request, apart from the access token and what every client counts itself."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: Body | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The body as it goes out, files among it; nothing where there is none."""
        if self.body is None:
            return ()
        said = said_type(self.headers)
        return pieces(self.body, content_type=said or declared_type(self.body)) or (b"",)

    @property
    def content(self) -> bytes | None:
        """The body as bytes; None where there is none, or where files belong to it."""
        whole = [piece for piece in self.pieces if isinstance(piece, bytes)]
        return b"".join(whole) if whole and len(whole) == len(self.pieces) else None


class LeftOut(enum.StrEnum):
    """What an import leaves out, or does not know."""

    TOKEN = "token"  # noqa: S105 - a kind of thing, not a secret
    COOKIES = "cookies"
    PASSWORD = "password"  # noqa: S105 - a kind of thing, not a secret
    BROWSER_HEADERS = "browser_headers"
    OPTIONS = "options"
    FILES = "files"
    SCRIPTS = "scripts"
    NOT_TEXT = "not_text"
    OTHER_SERVER = "other_server"
    VARIABLES = "variables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something left out of an import; ``names`` are the options, files, headers or variables meant."""

    kind: LeftOut
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A request from another program. ``folder`` is where it stood there, ``answer`` what was answered then."""

    request: ApiRequest
    name: str = ""
    folder: str = ""
    notes: tuple[Note, ...] = ()
    answer: ApiAnswer | None = None


def outgoing(connection: Connection, request: ApiRequest) -> Outgoing:
    """What the program itself would send for ``request``; raises as ``checked`` and ``target_url``."""
    request = checked(request)
    url = target_url(connection, request)
    return Outgoing(method=request.method, url=url, headers=sent_headers(request), body=request.body)


def fitted(imported: Imported, connection: Connection) -> Imported:
    """The import with its path on ``connection``: on the API's own origin, or the same path of another server.

    Anything else keeps its whole address, which the connection will refuse.
    """
    path = imported.request.path
    if "://" not in path:
        return imported
    base = urlsplit(connection.api_base_url)
    _, _, rest = path.partition("://")
    host, slash, tail = rest.partition("/")
    own_path = slash + tail
    try:
        at_home = origin(path.partition("?")[0].partition("{")[0]) == origin(connection.api_base_url)
    except InsecureAddress:
        at_home = False
    below_api = own_path.casefold().startswith(base.path.casefold().rstrip("/") + "/")
    if not at_home and not (below_api and base.path.strip("/")):
        return imported
    other = () if at_home else (Note(kind=LeftOut.OTHER_SERVER, names=(host,)),)
    return replace(
        imported, request=replace(imported.request, path=own_path), notes=(*imported.notes, *other)
    )
