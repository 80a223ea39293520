from __future__ import annotations

import asyncio
import threading

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget

from xena_desktop.ui.background import in_thread
from xena_desktop.ui.dialogs.question import Fact, Question, ask
from xena_desktop.ui.theme import light


def _question(parent: QWidget) -> Question:
    return Question(
        title="Send?",
        text="It writes.",
        yes="Send",
        theme=light(),
        facts=(Fact(name="Path", value="Order", is_wire=True),),
        choice="Always",
        parent=parent,
    )


async def _press(question: Question, name: str) -> None:
    await asyncio.sleep(0)
    button = question.findChild(QPushButton, name)
    assert button is not None
    button.click()


@pytest.mark.parametrize(("button", "answer"), [("questionYesButton", True), ("questionNoButton", False)])
async def test_a_question_is_answered(qapp: QApplication, button: str, answer: bool) -> None:
    window = QWidget()
    question = _question(window)
    asked = asyncio.ensure_future(ask(question))
    await _press(question, button)
    assert await asked is answer
    window.deleteLater()


async def test_a_question_that_goes_with_its_window_is_answered_no(qapp: QApplication) -> None:
    window = QWidget()
    asked = asyncio.ensure_future(ask(_question(window)))
    await asyncio.sleep(0)
    shiboken6.delete(window)
    assert await asked is False


async def test_escape_means_no(qapp: QApplication) -> None:
    window = QWidget()
    question = _question(window)
    asked = asyncio.ensure_future(ask(question))
    await asyncio.sleep(0)
    question.reject()
    assert await asked is False
    window.deleteLater()


async def test_the_choice_can_be_read_after_the_answer(qapp: QApplication) -> None:
    window = QWidget()
    question = _question(window)
    box = question.findChild(QCheckBox, "questionChoice")
    assert box is not None
    box.setChecked(True)
    asked = asyncio.ensure_future(ask(question))
    await _press(question, "questionYesButton")
    assert await asked
    assert question.is_choice_ticked()
    window.deleteLater()


async def test_cancelling_the_waiting_closes_the_dialog(qapp: QApplication) -> None:
    window = QWidget()
    question = _question(window)
    asked = asyncio.ensure_future(ask(question))
    await asyncio.sleep(0)
    assert question.isVisible()
    finished: list[bool] = []
    question.destroyed.connect(lambda: finished.append(True))
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await asyncio.sleep(0.05)
    assert finished
    window.deleteLater()


async def test_the_cautious_answer_has_the_focus(qapp: QApplication) -> None:
    window = QWidget()
    question = _question(window)
    no, yes = (question.findChild(QPushButton, name) for name in ("questionNoButton", "questionYesButton"))
    assert no is not None
    assert yes is not None
    assert no.isDefault()
    assert not yes.isDefault()
    window.deleteLater()


async def test_work_is_done_in_another_thread() -> None:
    assert await in_thread(threading.get_ident) != threading.get_ident()


async def test_what_fails_in_the_thread_is_raised_where_it_is_awaited() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_thread(fail)
