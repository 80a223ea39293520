"""Saved requests: one TOML file each, in a folder of the person's choice.

TOML, because people can read it and write it by hand, texts of several lines stand in it as they are, and Python
reads it itself and names the line of a mistake.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from xena_desktop.domain.errors import (
    FileUnreadable,
    SavedRequestChanged,
    SavedRequestInvalid,
    SavedRequestNameInvalid,
    UnknownSavedRequest,
)
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.saved import SUFFIX, SavedFile, SavedRequest, members_of, parse_members
from xena_desktop.storage.folder import read_text, write_whole

_LINE: Final = re.compile(r"\(at line (\d+),")
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_TRASH: Final = ".trash"


def render(request: SavedRequest) -> str:
    """The file's text; the same request gives the same text."""
    import tomli_w

    members = members_of(request)
    as_lines = not any(
        "\r" in text for text in _texts(members)
    )  # a reader turns \r\n within several lines into \n
    return tomli_w.dumps(members, multiline_strings=as_lines)


def parse(text: str, *, name: str) -> SavedRequest:
    """The request in ``text``; raises SavedRequestInvalid with the line."""
    try:
        members = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise SavedRequestInvalid(name=name, line=line, reason=str(error).partition(" (at")[0]) from error
    try:
        return parse_members(members)
    except ValueError as error:
        raise SavedRequestInvalid(name=name, line=_line_of(text, str(error)), reason=str(error)) from error


class SavedFiles:
    """Reads, writes, moves and throws away saved requests; each ``name`` is a path below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[SavedFile]:
        """Every file, by name; one that cannot be read says why."""
        return [self._file(path) for path in self._paths()]

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Something that is another when a file came, went or changed."""
        stats = ((path, path.stat()) for path in self._paths() if path.exists())
        return tuple((self._name(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)

    def read(self, name: str) -> SavedFile:
        """One request; raises UnknownSavedRequest, SavedRequestInvalid and FileUnreadable."""
        text = read_text(self._path(name))
        if text is None:
            raise UnknownSavedRequest(name=name)
        return SavedFile(name=name, request=parse(text, name=name), digest=_digest(text))

    def write(self, name: str, request: SavedRequest, *, known: str = "") -> str:
        """Keep ``request``; the digest of what is there now. ``known`` is the digest of what may be overwritten.

        Raises SavedRequestChanged for a file that holds anything else, and FileUnreadable.
        """
        path, text = self._path(name), render(request.without_secrets())
        before = read_text(path)
        if before is not None and before != text and _digest(before) != known:
            raise SavedRequestChanged(name=name)
        _make_folder(path.parent)
        write_whole(path, text)
        return _digest(text)

    def move(self, name: str, new_name: str) -> None:
        """Give a file another name, perhaps in another folder; raises as ``write`` does."""
        path, target = self._path(name), self._path(new_name)
        if not path.exists():
            raise UnknownSavedRequest(name=name)
        if target.exists() and not path.samefile(target):
            raise SavedRequestChanged(name=new_name)
        _make_folder(target.parent)
        _replace(path, target)

    def throw_away(self, name: str) -> Path:
        """Move a file into the folder's ``.trash``; where it lies now."""
        path = self._path(name)
        if not path.exists():
            raise UnknownSavedRequest(name=name)
        trash = self.folder / _TRASH
        _make_folder(trash)
        target, number = trash / path.name, 1
        while target.exists():
            number += 1
            target = trash / f"{path.name.removesuffix(SUFFIX)}-{number}{SUFFIX}"
        _replace(path, target)
        return target

    def _paths(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        paths = [path for path in self.folder.rglob(f"*{SUFFIX}") if not self._is_hidden(path)]
        return sorted(paths, key=lambda path: self._name(path).casefold())

    def _is_hidden(self, path: Path) -> bool:
        return any(part.startswith(".") for part in path.relative_to(self.folder).parts)

    def _file(self, path: Path) -> SavedFile:
        name = self._name(path)
        try:
            return self.read(name)
        except SavedRequestInvalid as error:
            return SavedFile(
                name=name, line=int(str(error.details["line"])), problem=str(error.details["reason"])
            )
        except (FileUnreadable, UnknownSavedRequest, SavedRequestNameInvalid) as error:
            return SavedFile(name=name, problem=str(error.details.get("reason", "")))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix().removesuffix(SUFFIX)

    def _path(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        wrong = not parts or len(name) > 200 or _FORBIDDEN.search(name) or name.startswith("/")
        if wrong or any(
            part in (".", "..") or part.startswith(".") or part != part.strip(" .") for part in parts
        ):
            raise SavedRequestNameInvalid(name=name)
        return self.folder.joinpath(*parts[:-1], parts[-1] + SUFFIX)


def _texts(value: object) -> Iterator[str]:
    """Every text in the members of a file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _line_of(text: str, member: str) -> int:
    """The first line that speaks of ``member``; 1 when none does."""
    begins = re.compile(rf"\s*\[*\s*{re.escape(member)}\b")
    return next((n for n, line in enumerate(text.splitlines(), start=1) if begins.match(line)), 1)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(folder, error) from error


def _replace(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as error:
        raise file_error(path, error) from error
