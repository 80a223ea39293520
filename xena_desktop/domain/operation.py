"""Operations of the API, and what is known of the document that lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

MOST_RECENT: Final = 8
_EVERYWHERE: Final = re.compile(r"^/api/|(?<=/)fiscal/\{fiscalid\}/", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"\{[^{}/]*\}")


class Operation(NamedTuple):
    """One method on one path. A tuple, for thousands of them must be there before the next frame is painted.

    ``name`` is unique and made for the command line; ``title`` says what the operation does and ``purpose``
    what for; ``operation_id`` is the document's own, and need not be unique.
    """

    method: str
    path: str
    name: str
    tag: str = ""
    title: str = ""
    purpose: str = ""
    operation_id: str = ""
    is_deprecated: bool = False

    @property
    def key(self) -> str:
        """``GET /Api/User/FiscalSetup``: what tells it from all others, whatever document lists it."""
        return f"{self.method} {self.path}"

    @property
    def group(self) -> str:
        """``Partner`` for the tag ``Partner - PartnerApi``, ``Core`` for ``(Core) - UserApi``."""
        return self.tag.partition(" - ")[0].strip("() ") or "–"

    @property
    def short_path(self) -> str:
        """The path without what most paths begin with."""
        return short_path(self.path)


def short_path(path: str) -> str:
    """``Partner/{id}`` for ``/Api/Fiscal/{fiscalId}/Partner/{id}``."""
    return _EVERYWHERE.sub("", "/" + path.removeprefix("/")).removeprefix("/")


def operation_name(method: str, path: str) -> str:
    """``partner.id.get``: a name that needs no quotes in a shell, the same for every document that has the path."""
    return ".".join([*re.findall(r"[\w-]+", short_path(path).lower()), method.lower()])


def path_shape(path: str) -> str:
    """What paths have in common that differ in case and in the names of their placeholders alone."""
    return _PLACEHOLDER.sub("{}", path.partition("?")[0].strip().rstrip("/")).lower()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a document holds and the catalogue does not: ``place`` in it, and a ``reason``.

    Reasons: ``not_an_object``, ``no_parameter_name``, ``unknown_place``, ``object_in_query``,
    ``unknown_reference``, ``other_file``, ``twice``.
    """

    place: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How a document differs from its version before, as keys of operations."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a catalogue was read: an address or a file, its title and version, its ETag, and when (ISO 8601)."""

    place: str
    title: str = ""
    version: str = ""
    etag: str = ""
    read_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the person has starred, and what they opened last, newest first; both as keys of operations."""

    favourites: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()

    def starred(self, key: str, *, on: bool) -> Marks:
        """With ``key`` among the favourites, or without it."""
        others = tuple(one for one in self.favourites if one != key)
        return replace(self, favourites=(*others, key) if on else others)

    def opened(self, key: str) -> Marks:
        """With ``key`` as what was opened last."""
        return replace(self, recent=(key, *(one for one in self.recent if one != key))[:MOST_RECENT])
