"""A request as code that can be pasted and run once the access token's variable is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.interchange import Language, Outgoing
from xena_desktop.interchange import program_snippets as programs
from xena_desktop.interchange import shell_snippets as shells

_WRITERS: Final[Mapping[Language, Callable[[Outgoing], str]]] = MappingProxyType(
    {
        Language.CURL: shells.curl,
        Language.HTTPIE: shells.httpie,
        Language.PYTHON: programs.python,
        Language.CSHARP: programs.csharp,
        Language.PHP: programs.php,
        Language.JAVASCRIPT: programs.javascript,
        Language.POWERSHELL: programs.powershell,
    }
)


def snippet(call: Outgoing, *, language: Language) -> str:
    """``call`` in ``language``; raises SnippetImpossible where it has no words for it.

    A NUL is refused for all: no shell can carry one, and what looks the same would not do the same.
    """
    if any(b"\x00" in piece for piece in call.pieces if isinstance(piece, bytes)):
        raise SnippetImpossible(language=language, reason="nul")
    return _WRITERS[language](call)
