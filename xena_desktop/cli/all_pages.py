"""``call --all-pages``: every page of a list, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xena_desktop.domain.errors import XenaError
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.output import Output
    from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.all_pages import PagesRead
    from xena_desktop.services.house import Services


async def walk(services: Services, account: Account, request: ApiRequest, *, output: Output) -> ApiAnswer:
    """The entities of all pages as one answer; an answer of 4xx or 5xx as it came.

    Raises as ``AllPages.walk``, and the same for every page.
    """

    def tell(read: PagesRead) -> None:
        output.progress(
            tr("Page {page}: {read} of {count}", page=read.pages, read=read.entities, count=read.count)
        )

    walked = await services.all_pages.walk(account, request, on_progress=tell)
    if isinstance(walked.failed, XenaError):
        raise walked.failed
    if walked.failed is not None:
        return walked.failed
    if walked.read.entities < walked.read.count:
        output.message(
            tr("The server gave {read} of {count}.", read=walked.read.entities, count=walked.read.count)
        )
    if walked.count_changed:
        output.message(tr("The list changed while it was read; some rows may be missing or there twice."))
    return walked.answer
