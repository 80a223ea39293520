"""How a kind of text is coloured and folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from xena_desktop.domain.text_index import TextIndex
from xena_desktop.ui.models import json_folding, json_syntax, markup_syntax
from xena_desktop.ui.models.json_syntax import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What is known of a text, a line at a time.

    ``spans`` are the coloured pieces of a line; ``opens_fold`` tells whether something can be folded behind it, and
    ``end_of_fold`` up to which piece. At ``fresh`` a long line can be read from its middle on.
    """

    spans: Callable[[str], Iterator[Span]]
    opens_fold: Callable[[str], bool]
    end_of_fold: Callable[[TextIndex, int], int]
    fresh: str


JSON: Final = Grammar(
    spans=json_syntax.spans,
    opens_fold=json_folding.opens_fold,
    end_of_fold=json_folding.end_of_fold,
    fresh=',"',
)
MARKUP: Final = Grammar(
    spans=markup_syntax.spans,
    opens_fold=markup_syntax.opens_fold,
    end_of_fold=markup_syntax.end_of_fold,
    fresh="><",
)
