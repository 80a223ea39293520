"""How the history fares, in words."""

from __future__ import annotations

from xena_desktop.error_texts import explain
from xena_desktop.services.history import HistoryState
from xena_desktop.translation import tr, trn
from xena_desktop.ui.widgets.notice_bar import NoticeBar


def state_notice(notice: NoticeBar, state: HistoryState) -> None:
    """Say what is not as it should be, the worst first; nothing when all is well."""
    if state.unwritable is not None:
        waiting = trn(
            "{count} call waits to be kept.", "{count} calls wait to be kept.", count=max(1, state.waiting)
        )
        text = explain(state.unwritable)
        notice.show_notice(text.title, kind="warning", advice=f"{text.advice} {waiting}")
    elif state.keychain is not None:
        notice.show_notice(
            tr("Kept until the program ends"),
            kind="warning",
            advice=tr("The keychain that would hold the history's key does not serve. {title}",
                      title=explain(state.keychain).title),
        )  # fmt: skip
    elif state.set_aside is not None:
        notice.show_notice(
            tr("The history could not be read"),
            kind="warning",
            advice=tr("It was kept as {name}, and a new one begun.", name=state.set_aside.name),
        )
    else:
        notice.clear()
