"""A pasted command as its words, as the shell that it was written for would make them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ANSI_C: Final = {
    "n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_ANSI_C_NUMBER: Final = re.compile(
    r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})"
)
_BLANKS: Final = " \t\r\n"
_QUOTED: Final = re.compile(r"\\.|\$'(?:\\.|[^'\\])*'|'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)


def words(command: str) -> list[str]:
    """The words of ``command``; bytes that are no UTF-8 come as surrogates. ValueError when a quote stays open.

    Browsers copy for three shells: carets tell cmd, backticks at the end of lines PowerShell, all else is bash.
    What stands between quotes tells nothing.
    """
    bare = _QUOTED.sub("", command)
    if re.match(r"[^'\"]*\^[\"\r\n]", command) or re.search(r"\^\r?\n", bare):
        return list(_cmd_words(_without_carets(command)))
    if re.search(r"`\r?\n", bare) or re.match(r"\s*curl\.exe\b", command):
        return list(_Reader(command, powershell=True).words())
    return list(_Reader(command, powershell=False).words())


def _without_carets(command: str) -> str:
    """What cmd passes on: a caret takes the meaning of what follows, and at the end of a line the line's end, too."""
    return re.sub(
        r"\^(\r?\n)?(\r?\n|.)?", lambda match: _uncareted(match[1], match[2]), command, flags=re.DOTALL
    )


def _uncareted(line_end: str | None, following: str | None) -> str:
    if line_end is None:
        return following or ""
    return "\n" if following and following.strip("\r\n") == "" else following or ""


def _cmd_words(command: str) -> Iterator[str]:
    r"""Words as programs on Windows read them; browsers write ``\\`` for every backslash."""
    word, quoted, started = "", False, False
    place = 0
    while place < len(command):
        character, following = command[place], command[place + 1 : place + 2]
        if character == "\\" and following in ('"', "\\") and following:
            word, started = word + following, True
            place += 1
        elif character == '"' and quoted and following == '"':
            word += '"'
            place += 1
        elif character == '"':
            quoted, started = not quoted, True
        elif character in _BLANKS and not quoted:
            if started:
                yield word
            word, started = "", False
        else:
            word, started = word + character, True
        place += 1
    if quoted:
        raise ValueError("a quote stays open")
    if started:
        yield word


class _Reader:
    """Reads the words of a POSIX shell with bash's ``$'…'``, or those of PowerShell."""

    def __init__(self, text: str, *, powershell: bool) -> None:
        self._text = text
        self._place = 0
        self._powershell = powershell
        self._escape = "`" if powershell else "\\"

    def words(self) -> Iterator[str]:
        while self._skip_blanks():
            yield self._word()

    def _skip_blanks(self) -> bool:
        """Go to the next word; whether there is one. An escaped line end is a blank."""
        while self._place < len(self._text):
            joined = re.compile(re.escape(self._escape) + r"\r?\n").match(self._text, self._place)
            if joined:
                self._place = joined.end()
            elif self._text[self._place] in _BLANKS:
                self._place += 1
            else:
                return True
        return False

    def _word(self) -> str:
        parts: list[str] = []
        while self._place < len(self._text) and self._text[self._place] not in _BLANKS:
            parts.append(self._part())
        # bytes from $'\xc3\xa5' join to characters only once the word is whole
        return "".join(parts).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")

    def _part(self) -> str:
        text, place = self._text, self._place
        if not self._powershell and text.startswith("$'", place):
            return self._ansi_c()
        if not self._powershell and text.startswith('$"', place):
            self._place += 1
            return self._double()
        character = text[place]
        if character in ("'\u2018\u2019\u201a\u201b" if self._powershell else "'"):
            return self._single()
        if character == '"':
            return self._double()
        self._place += 1
        if character == self._escape:
            return self._escaped_outside()
        return character

    def _escaped_outside(self) -> str:
        following = self._text[self._place : self._place + 1]
        self._place += 1
        if following in ("\n", "\r"):
            self._place += self._text.startswith("\n", self._place) and following == "\r"
            return ""
        return self._control(following) if self._powershell else following

    def _single(self) -> str:
        quotes = "'\u2018\u2019\u201a\u201b" if self._powershell else "'"
        found: list[str] = []
        self._place += 1
        while True:
            character = self._next()
            if character not in quotes:
                found.append(character)
            elif self._powershell and self._text[self._place : self._place + 1] in tuple(quotes):
                found.append(self._next())
            else:
                return "".join(found)

    def _double(self) -> str:
        found: list[str] = []
        self._place += 1
        while (character := self._next()) != '"':
            if character != self._escape:
                found.append(character)
                continue
            following = self._next()
            if following == "\n":
                continue
            if self._powershell:
                found.append(self._control(following))
            else:
                found.append(following if following in '$`"\\' else "\\" + following)
        if self._powershell and self._text[self._place : self._place + 1] == '"':
            return "".join(found) + '"' + self._double()
        return "".join(found)

    def _control(self, following: str) -> str:
        return {"n": "\n", "r": "\r", "t": "\t", "0": "\x00"}.get(following, following)

    def _ansi_c(self) -> str:
        found: list[str] = []
        self._place += 2
        while (character := self._next()) != "'":
            if character != "\\":
                found.append(character)
            elif number := _ANSI_C_NUMBER.match(self._text, self._place):
                self._place = number.end()
                found.append(_numbered(number))
            else:
                following = self._next()
                found.append(_ANSI_C.get(following, "\\" + following))
        return "".join(found)

    def _next(self) -> str:
        if self._place >= len(self._text):
            raise ValueError("a quote stays open")
        self._place += 1
        return self._text[self._place - 1]


def _numbered(number: re.Match[str]) -> str:
    r"""A byte for ``\xHH`` and octal, a character for ``\u`` and ``\U``."""
    if code := number[2] or number[3]:
        value = int(code, 16)
        return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else "\ufffd"
    byte = int(number[1], 16) if number[1] else int(number[4], 8) & 0xFF
    return bytes([byte]).decode("utf-8", "surrogateescape")
