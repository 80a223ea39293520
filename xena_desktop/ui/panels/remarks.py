"""What is said of a call beside its answer: how far it is, what an answer means, what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.redirection import Redirection
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.error_texts import explain
from xena_desktop.services.all_pages import PagesRead, Walked
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.question import Fact, Question
from xena_desktop.ui.widgets.notice_bar import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A notice about an answer; ``action`` is the key of what ``button`` does."""

    title: str
    advice: str = ""
    kind: NoticeKind = "info"
    button: str = ""
    action: str = ""


def progress_text(transfer: Transfer, *, seconds: float) -> str:
    """How far a call is, and for how long it has been under way."""
    return f"{_phase_text(transfer)} · {words.elapsed(seconds)}"


def _phase_text(transfer: Transfer) -> str:
    match transfer.phase:
        case Phase.CONNECTING:
            return tr("Connecting")
        case Phase.SENDING if transfer.to_send:
            return tr(
                "Sending {done} of {all}", done=words.size(transfer.sent), all=words.size(transfer.to_send)
            )
        case Phase.RECEIVING if transfer.to_receive is not None:
            return tr(
                "Receiving {done} of {all}",
                done=words.size(transfer.received),
                all=words.size(transfer.to_receive),
            )
        case Phase.RECEIVING:
            return tr("Receiving, {done} so far", done=words.size(transfer.received))
        case _:
            return tr("Waiting for the answer")


def stopped_remark(transfer: Transfer) -> Remark:
    """The person stopped it: whether the server may have acted depends on how far it was."""
    advice = (
        tr("The server was not reached; nothing was sent.")
        if transfer.phase is Phase.CONNECTING
        else tr("Whether it was carried out at the server is not known.")
    )
    return Remark(title=tr("Stopped."), advice=advice, button=tr("Try again"), action="retry")


def what_came_is_shown() -> str:
    """The answer ended too early."""
    return tr("What came until then is shown.")


def redirection_remark(there: Redirection) -> Remark:
    """The answer points elsewhere; nothing follows by itself."""
    title = tr("The answer points to another address: {url}", url=there.url)
    if not there.is_safe:
        return Remark(
            title=title, kind="warning", advice=tr("That address is not safe to use, so it is not followed.")
        )
    advice = (
        tr("It is another server. It can be asked without the access token, as anybody could.")
        if there.request is None
        else tr("It is on the same server. Nothing is followed by itself.")
    )
    return Remark(title=title, advice=advice, button=tr("Follow"), action="follow")


def not_saved_remark(problems: tuple[str, ...]) -> Remark:
    """The status says well and the body says no."""
    return Remark(
        title=tr("Nothing was saved, although the status is a good one."),
        advice="\n".join(problems) or tr("The answer says “Success”: false and gives no reason."),
        kind="danger",
    )


def refused_remark(problems: tuple[str, ...]) -> Remark:
    """What a refusal says of single fields, without having to look for it in the answer."""
    return Remark(title=tr("The server did not accept it."), advice="\n".join(problems), kind="warning")


def conflict_remark() -> Remark:
    """Somebody else was faster."""
    return Remark(
        title=tr("Somebody else changed it after you read it."),
        advice=tr("Nothing was saved. Get the new one, see what differs, and put your change on it."),
        kind="warning",
        button=tr("Get the new one and put my change on it"),
        action="conflict",
    )


def pages_text(told: Sequence[PagesRead], *, seconds: float) -> str:
    """How many pages have been read."""
    if not told:
        return tr("Reading the first page · {time}", time=words.elapsed(seconds))
    return tr(
        "Page {page} of {pages} · {read} of {count} · {time}",
        page=words.number(told[-1].pages),
        pages=words.number(told[-1].expected),
        read=words.number(told[-1].entities),
        count=words.number(told[-1].count),
        time=words.elapsed(seconds),
    )


def walked_remark(walked: Walked) -> Remark | None:
    """What is to be said of all pages together; nothing when all are there."""
    read = walked.read
    some = tr(
        "{read} of {count} are shown.", read=words.number(read.entities), count=words.number(read.count)
    )
    if isinstance(walked.failed, XenaError):
        return Remark(title=explain(walked.failed).title, advice=some, kind="warning")
    if walked.failed is not None:
        if walked.failed is walked.answer:
            return None
        title = tr("A later page was answered with status {status}.", status=walked.failed.status)
        return Remark(title=title, advice=some, kind="warning")
    if walked.count_changed:
        return Remark(
            title=tr("The list changed while it was read; some rows may be missing or there twice."),
            advice=some,
        )
    if read.entities < read.count:
        return Remark(title=tr("Not all pages were read."), advice=some)
    return None


def many_pages_question(context: WindowContext, read: PagesRead, *, window: QWidget) -> Question:
    """Whether to read more pages than one reads by the way."""
    return Question(
        title=tr("Read {pages} pages?", pages=words.number(read.expected)),
        text=tr(
            "There are {count} rows, {size} on a page. It may take a while and can be stopped at any moment. "
            "A larger page size needs fewer pages.",
            count=words.number(read.count),
            size=words.number(read.entities),
        ),
        yes=tr("Read all"),
        theme=context.theme,
        parent=window,
    )


def elsewhere_question(context: WindowContext, there: Redirection, *, window: QWidget) -> Question:
    """Whether to ask another server."""
    return Question(
        title=tr("Ask another server?"),
        text=tr("The address is asked with GET, without the access token and without your headers."),
        yes=tr("Follow"),
        theme=context.theme,
        facts=(Fact(name=tr("Address"), value=there.url, is_wire=True),),
        parent=window,
    )
