"""What is asked before a request may leave, and the permit that comes of it."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Final

from PySide6.QtWidgets import QWidget

from xena_desktop.domain.body import Body, Multipart, UrlEncoded, files_of
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.domain.judgement import Deed, Need
from xena_desktop.services.gate import Permit, WriteQuestion
from xena_desktop.translation import tr, trn
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.question import Fact, Question, ask

_MOST_NAMES: Final = 6


async def permitted(
    context: WindowContext, account: Account, request: ApiRequest, *, again: bool = False, window: QWidget
) -> Permit | None:
    """The permit for ``request``, after asking what must be asked; None when the person says no.

    ``again``: it was sent before, and whether the server acted on it is not known. Raises as ``Gate.question``.
    """
    gate = context.services.gate
    request = await context.services.explorer.filled(account, request)
    question = gate.question(account, request)
    if question is None:
        if again and request.writes and not await ask(_twice(context, request, window=window)):
            return None
        return gate.permit(account, request)
    dialog = _dialog(context, question, again=again, window=window)
    if not await ask(dialog):
        return None
    permit = gate.permit_answered(account, question, typed=dialog.typed())
    if dialog.is_choice_ticked():
        gate.allow_writes(account, question.company_id)
    return permit


def _dialog(context: WindowContext, question: WriteQuestion, *, again: bool, window: QWidget) -> Question:
    lasting = tr("Allow writing to {company} for fifteen minutes", company=question.company)
    return Question(
        title=_title(question),
        text=_text(question) + (" " + _twice_text() if again and question.request.writes else ""),
        yes=tr("Delete") if question.need is Need.TYPED else tr("Send anyway"),
        theme=context.theme,
        facts=_facts(question),
        choice=lasting if question.may_last else "",
        word=question.word,
        kind="danger",
        parent=window,
    )


def _twice(context: WindowContext, request: ApiRequest, *, window: QWidget) -> Question:
    return Question(
        title=tr("This may happen twice"),
        text=_twice_text(),
        yes=tr("Send again"),
        theme=context.theme,
        facts=(Fact(name=tr("Request"), value=f"{request.method} {request.path}", is_wire=True),),
        kind="danger",
        parent=window,
    )


def _twice_text() -> str:
    return tr(
        "It was sent before, and the server may have carried it out without an answer reaching you. "
        "Look there first, or send it again knowing that."
    )


def _title(question: WriteQuestion) -> str:
    if question.need is Need.WARNING:
        return tr("Tokens are handed out here")
    judgement = question.judgement
    named = f"{judgement.thing} {judgement.thing_id}".strip()
    match judgement.deed:
        case Deed.DELETE:
            return tr("Delete {named}?", named=named)
        case Deed.CREATE:
            return tr("This creates: {named}", named=named)
        case Deed.CHANGE:
            return tr("This changes {named}", named=named)
        case _:
            return tr("This may change data")


def _text(question: WriteQuestion) -> str:
    method = question.judgement.method
    match question.need:
        case Need.TYPED:
            return tr(
                "Nothing has been sent. What is deleted may not come back. Type {word} to confirm.",
                word=question.word,
            )
        case Need.WARNING:
            return tr(
                "The program signs in by itself and never needs this path. The answer may hold tokens that open "
                "your companies, and it would stand on the screen. Nothing has been sent."
            )
        case _:
            return tr(
                "The connection is read-only, and {method} is a writing method. "
                "Nothing has been sent. Send it anyway?",
                method=method,
            )


def _facts(question: WriteQuestion) -> tuple[Fact, ...]:
    company, company_id = question.company, question.company_id
    if not company_id:
        shown = tr("none: it belongs to no company")
    else:
        shown = company_id if company == company_id else f"{company} · {company_id}"
    facts = [
        Fact(name=tr("Account"), value=question.account),
        Fact(name=tr("Connection"), value=question.connection),
        Fact(name=tr("Fiscal setup"), value=shown),
        Fact(name=tr("Request"), value=f"{question.request.method} {question.request.path}", is_wire=True),
    ]
    if changed := _names(question.request.body):
        facts.append(Fact(name=tr("Fields"), value=changed, is_wire=True))
    if files := ", ".join(PurePath(path).name for path in files_of(question.request.body)):
        facts.append(Fact(name=tr("Files"), value=files, is_wire=True))
    return tuple(facts)


def _names(body: Body | None) -> str:
    """The names of what the body sets, the first few of them."""
    match body:
        case UrlEncoded():
            names = list(dict.fromkeys(name for name, _ in body.fields))
        case Multipart():
            names = list(dict.fromkeys(part.name for part in body.parts))
        case bytes():
            names = _members(body)
        case _:
            names = []
    if not names:
        return ""
    more = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} {trn('and {count} more', 'and {count} more', count=more)}" if more > 0 else shown


def _members(body: bytes) -> list[str]:
    try:
        value = json.loads(body or b"null")
    except (ValueError, RecursionError):
        return []
    return list(value) if isinstance(value, dict) else []
