"""``call --all-pages``: every page of a list, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xena_desktop.cli.envelopes import Page, joined, read_page
from xena_desktop.domain.errors import RequestInvalid
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.output import Output
    from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.house import Services

_PAGE_SIZE: Final = 100
"""Asked for where ``-q PageSize`` is not given; Xena's own default is ten."""


async def walk(services: Services, account: Account, request: ApiRequest, *, output: Output) -> ApiAnswer:
    """The last page's answer with the entities of all pages as its body; an answer of 4xx or 5xx as it came.

    Raises RequestInvalid when the answer is no envelope or the pages do not go on, and what ``send`` raises.
    """
    pages: list[Page] = []
    seconds = 0.0
    while True:
        permit = services.gate.permit(account, page_request(request, number=len(pages)))
        answer = await services.explorer.send(permit)
        seconds += answer.seconds
        if answer.is_error:
            return answer
        page = read_page(answer.body)
        if pages and page.entities and page.entities == pages[-1].entities:
            raise RequestInvalid(part="query", reason="pages_repeat")
        pages.append(page)
        read = sum(len(earlier.entities) for earlier in pages)
        output.progress(tr("Page {page}: {read} of {count}", page=len(pages), read=read, count=page.count))
        if read >= page.count or not page.entities:
            if read < page.count:
                output.message(tr("The server gave {read} of {count}.", read=read, count=page.count))
            return replace(answer, body=joined(pages), seconds=seconds)


def page_request(request: ApiRequest, *, number: int) -> ApiRequest:
    """The request for page ``number``, counted from 0 as Xena does."""
    query = request.query
    if not any(name.lower() == "pagesize" for name, _ in query):
        query = (*query, ("PageSize", str(_PAGE_SIZE)))
    return replace(request, query=(*query, ("Page", str(number))))
