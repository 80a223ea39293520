"""What the program is made of: the packages it uses, their versions and licences."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Final

PROGRAM: Final = "xena-desktop"
QT: Final = "PySide6-Essentials"
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_USUAL_FILES: Final = ("LICENSE", "LICENSE.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part: its name, its version (empty where it has none), its licence in short, and the text of it."""

    name: str
    version: str
    licence: str
    text: str


def program_version() -> str:
    """The version of Xena Desktop."""
    return metadata.version(PROGRAM)


def components() -> tuple[Component, ...]:
    """Everything that this copy of the program runs on, by name; the program itself first.

    Blocks: it reads some hundred files.
    """
    found = {_key(each.name): each for each in _distributions(PROGRAM)}
    first = _component(found.pop(_key(PROGRAM)))
    others = [_component(each) for each in found.values()]
    others += [_qt(), _python(), *_frozen_libraries()]
    return (first, *sorted(others, key=lambda component: component.name.casefold()))


def _distributions(name: str) -> Iterator[metadata.Distribution]:
    """A distribution and all that it needs and that is here, each once."""
    waiting, seen = [name], set()
    while waiting:
        one = waiting.pop()
        if _key(one) in seen:
            continue
        seen.add(_key(one))
        try:
            distribution = metadata.distribution(one)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        yield distribution
        needs = [need for need in distribution.requires or () if "extra ==" not in need]
        waiting += [found[0] for need in needs if (found := _NAME.match(need))]


def _component(distribution: metadata.Distribution) -> Component:
    licence = _short_licence(distribution)
    text = "\n\n".join(_licence_texts(distribution)) or _own_text(licence)
    return Component(name=distribution.name, version=distribution.version, licence=licence, text=text)


def _short_licence(distribution: metadata.Distribution) -> str:
    about = distribution.metadata
    written = [*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ())]
    if written and "\n" not in written[0]:
        return str(written[0])
    classified = [
        line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or () if "License ::" in line
    ]
    return ", ".join(classified)


def _licence_texts(distribution: metadata.Distribution) -> Iterator[str]:
    """The texts that came with it; some say in their metadata where they are, some only lay them beside it."""
    named = distribution.metadata.get_all("License-File") or ()
    for name in dict.fromkeys((*named, *_USUAL_FILES)):
        text = _text(distribution, f"licenses/{name}") or _text(distribution, name)
        if text:
            yield text.strip()


def _text(distribution: metadata.Distribution, name: str) -> str | None:
    try:
        return distribution.read_text(name)
    except UnicodeDecodeError as error:  # the sign for copyright in an old encoding
        return bytes(error.object).decode("latin-1")


def _own_text(licence: str) -> str:
    """The text of a licence that its package names without bringing it."""
    if "LGPL" not in licence:
        return licence
    folder = resources.files("xena_desktop.resources") / "licences"
    return "\n\n".join(
        (folder / name).read_text(encoding="utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt")
    )


def _qt() -> Component:
    licence = "LGPL-3.0-only"
    return Component(name="Qt", version=metadata.version(QT), licence=licence, text=_own_text(licence))


def _python() -> Component:
    places = (_frozen_folder() / "Python.txt", Path(sysconfig.get_path("stdlib")) / "LICENSE.txt")
    text = next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "PSF-2.0")
    return Component(name="Python", version=platform.python_version(), licence="PSF-2.0", text=text)


def _frozen_libraries() -> Iterator[Component]:
    """The libraries of the building system that a package brings along, each with its own licence file."""
    for file in sorted(_frozen_folder().glob("*.txt")):
        if file.stem != "Python":
            yield Component(name=file.stem, version="", licence="", text=file.read_text(encoding="utf-8"))


def _frozen_folder() -> Path:
    return Path(getattr(sys, "_MEIPASS", sys.prefix)) / "licences"


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
