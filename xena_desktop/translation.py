"""The program's texts in the person's language.

English stands in the code, as the argument of ``tr`` and ``trn``; other languages stand in gettext files in
``resources/translations``. Window and command line share them, so this module knows nothing of Qt.
"""

from __future__ import annotations

import locale
import os
from importlib import resources
from typing import Final

LANGUAGES: Final = ("en", "da")


class Translations:
    """The texts of one language: English text (and plural) to its translation."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: dict[str, str] = {}
        self._plurals: dict[str, str] = {}
        if language != "en":
            self._load(language)

    def _load(self, language: str) -> None:
        import polib

        file = resources.files("xena_desktop.resources") / "translations" / f"{language}.po"
        for entry in polib.pofile(file.read_text(encoding="utf-8")):
            if entry.msgid_plural:
                self._texts[entry.msgid] = entry.msgstr_plural[0]
                self._plurals[entry.msgid] = entry.msgstr_plural[1]
            elif entry.msgstr:
                self._texts[entry.msgid] = entry.msgstr

    def text(self, english: str) -> str:
        """The translation, or the English text where there is none."""
        return self._texts.get(english, english)

    def plural(self, singular: str, plural: str, *, count: int) -> str:
        """The form for ``count``; English and Danish both know one and many."""
        return self.text(singular) if count == 1 else self._plurals.get(singular, plural)

    def number(self, count: int) -> str:
        """A whole number with the language's separators."""
        return f"{count:,}" if self.language == "en" else f"{count:,}".replace(",", ".")


_current = Translations("en")


def use_language(language: str) -> str:
    """Show texts in ``language`` (``system``, ``en`` or ``da``) from now on; returns the language in use."""
    global _current  # noqa: PLW0603 - one language a process, as in gettext and Qt
    wanted = system_language() if language == "system" else language
    if wanted != _current.language:
        _current = Translations(wanted if wanted in LANGUAGES else "en")
    return _current.language


def current_language() -> str:
    """The language in use, ``en`` or ``da``."""
    return _current.language


def system_language() -> str:
    """``da`` where the system speaks Danish, otherwise ``en`` (POSIX order: LC_ALL, LC_MESSAGES, LANG)."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "da" if value.lower().startswith("da") else "en"
    name = locale.getlocale()[0] or ""
    return "da" if name.lower().startswith(("da", "danish")) else "en"


def tr(english: str, **fields: object) -> str:
    """``english`` in the person's language, its ``{fields}`` filled in."""
    text = _current.text(english)
    return text.format(**fields) if fields else text


def trn(singular: str, plural: str, *, count: int, **fields: object) -> str:
    """``singular`` or ``plural`` by ``count``, in the language in use; ``{count}`` filled in, with separators."""
    return _current.plural(singular, plural, count=count).format(count=_current.number(count), **fields)
