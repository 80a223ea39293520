"""How a list is asked for page by page: the names of Xena's list options, in the spelling of the request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from xena_desktop.domain.exchange import ApiRequest

PAGE_SIZE: Final = 100
"""Asked for where the request has no size of its own; Xena's own default is ten."""
PAGES_UNASKED: Final = 100
"""Pages read without asking whether to go on."""
_OPTIONS: Final = frozenset({"page", "pagesize", "forcenopaging", "showdeactivated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of one list. Pages are counted from 0, as Xena does."""

    request: ApiRequest
    page_name: str

    def numbered(self, number: int) -> ApiRequest:
        """The request for one page."""
        return replace(self.request, query=(*self.request.query, (self.page_name, str(number))))


def pages_of(request: ApiRequest) -> Pages:
    """The pages of ``request``: without a page of its own, with a size.

    ``Page`` and ``listOptions.page`` are both spoken; whichever the request uses is used for all.
    """
    path, mark, in_path = request.path.partition("?")
    parts = [part for part in in_path.split("&") if part and _option(part.partition("=")[0]) != "page"]
    query = tuple(pair for pair in request.query if _option(pair[0]) != "page")
    names = [*(part.partition("=")[0] for part in in_path.split("&")), *(name for name, _ in request.query)]
    prefix = next((name.rpartition(".")[0] for name in names if _option(name) and "." in name), "")
    if not any(_option(name) == "pagesize" for name in names):
        query = (*query, (f"{prefix}.pageSize" if prefix else "PageSize", str(PAGE_SIZE)))
    kept = path + (mark + "&".join(parts) if parts else "")
    return Pages(
        request=replace(request, path=kept, query=query), page_name=f"{prefix}.page" if prefix else "Page"
    )


def names_page(request: ApiRequest) -> bool:
    """Whether the request asks for a certain page."""
    return any(_option(name) == "page" for name, _ in request.query)


def _option(name: str) -> str:
    """The list option that a name of the query means, in small letters; an empty text for none."""
    last = name.rpartition(".")[2].casefold()
    return last if last in _OPTIONS else ""
