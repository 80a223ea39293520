"""Check this account: a page that fills while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from xena_desktop.check_texts import advice, check_text, status_text, step_title
from xena_desktop.domain.check import AccountCheck, CheckResult, CheckStatus, CheckStep
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.report_texts import report_text
from xena_desktop.translation import tr, trn
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.step_page import StepPage
from xena_desktop.ui.widgets.step_row import StepRow, StepState

_STATES: Final[dict[CheckStatus, StepState]] = {
    CheckStatus.PASSED: "passed",
    CheckStatus.WARNED: "warned",
    CheckStatus.FAILED: "failed",
    CheckStatus.SKIPPED: "skipped",
}


class CheckPanel(StepPage):
    """Every step from the host names to the rights, each with how it went and what to do about it."""

    closed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(context, title=tr("Check this account"), parent=parent)
        self.setObjectName("checkPanel")
        self._account: Account | None = None
        self._check: AccountCheck | None = None
        self._running: asyncio.Task[None] | None = None
        self._rows: dict[CheckStep, StepRow] = {}
        self._again = self.button(tr("Check again"), name="checkAgainButton", primary=True)
        self._cancel = self.button(tr("Cancel"), name="cancelCheckButton")
        self._copy = self.button(tr("Copy as text"), name="copyCheckButton", icon_name="copy")
        self._save = self.button(tr("Save a report…"), name="saveReportButton")
        self._close = self.button(tr("Close"), name="closeCheckButton")
        self.buttons.addStretch(1)
        self._again.clicked.connect(self.start)
        self._cancel.clicked.connect(self.cancel)
        self._copy.clicked.connect(lambda: self.copy(self._text()))
        self._save.clicked.connect(lambda: self._start(self._save_report()))
        self._close.clicked.connect(self._on_close_clicked)

    def check(self, account: Account) -> None:
        """Check this account now."""
        self._account = account
        self.start()

    def start(self) -> None:
        """Begin from the first step."""
        self.cancel()
        if self._account is None:
            return
        connection = self.context.chosen.connection_of(self._account)
        self._check = AccountCheck(
            account=self._account.name,
            connection=connection.name if connection else "",
            started_at=self.context.now(),
        )
        self._rows = {step: StepRow(step_title(step), theme=self.context.theme) for step in CheckStep}
        self.show_rows(list(self._rows.values()))
        self._show_running(running=True)
        self._running = self.context.tasks.start(self._run(self._account), on_error=self._on_error)

    def cancel(self) -> None:
        """Stop; what was found up to now stays."""
        if self._running is not None:
            self._running.cancel()
            self._running = None

    async def _run(self, account: Account) -> None:
        waiting = list(CheckStep)
        try:
            self._mark_next(waiting)
            async for result in self.context.services.checker.run(account):
                waiting.remove(result.step)
                self._show(result)
                self._mark_next(waiting)
        finally:
            for step in waiting[:1]:
                self._rows[step].show_state("waiting")
            self._show_running(running=False)

    def _mark_next(self, waiting: list[CheckStep]) -> None:
        for step in waiting[:1]:
            self._rows[step].show_state("running", note=tr("running"))

    def _show(self, result: CheckResult) -> None:
        if self._check is not None:
            self._check = replace(self._check, results=(*self._check.results, result))
        row = self._rows[result.step]
        row.show_state(_STATES[result.status], note=status_text(result.status), advice=advice(result))
        quiet = result.status in (CheckStatus.PASSED, CheckStatus.SKIPPED)
        row.show_facts(tuple(f"{name}  {value}" for name, value in result.facts), folded=quiet)

    def _show_running(self, *, running: bool) -> None:
        self._again.setVisible(not running)
        self._cancel.setVisible(running)
        for button in (self._copy, self._save):
            button.setEnabled(not running)
        if self._check is not None:
            self.about.setText(self._summary(self._check, running=running))
        (self._cancel if running else self._again).setFocus()

    def _summary(self, check: AccountCheck, *, running: bool) -> str:
        whose = f"{check.account} · {check.connection}"
        if running:
            return whose
        failed = sum(result.status is CheckStatus.FAILED for result in check.results)
        warned = sum(result.status is CheckStatus.WARNED for result in check.results)
        if len(check.results) < len(CheckStep):
            said = tr("stopped")
        elif failed:
            said = trn("{count} step failed", "{count} steps failed", count=failed)
        elif warned:
            said = trn("{count} step needs a look", "{count} steps need a look", count=warned)
        else:
            said = tr("everything is well")
        return f"{whose} · {said}"

    def _text(self) -> str:
        return check_text(self._check) if self._check else ""

    async def _save_report(self) -> None:
        if self._account is None:
            return
        services = self.context.services
        report = await services.reports.report(services.accounts.by_id(self._account.id), check=self._check)
        await self.save(report_text(report), title=tr("Save a report"), name=tr("xena-report.txt"))

    def _on_close_clicked(self) -> None:
        self.cancel()
        self.closed.emit()

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self.context.tasks.start(coroutine, on_error=self._on_error)

    def _on_error(self, error: XenaError) -> None:
        show_error(self.notice, error)
