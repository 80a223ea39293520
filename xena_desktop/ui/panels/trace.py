"""What happened: every message of the last sign-ins and renewals, in plain words."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.trace import Trace, TraceEntry
from xena_desktop.trace_texts import (
    ended_text,
    failure_meaning,
    kind_text,
    step_meaning,
    step_title,
    trace_text,
)
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.panels.step_page import StepPage
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.step_row import StepRow


class TracePanel(StepPage):
    """One trace at a time, the newest first; the step that failed is marked and unfolded."""

    closed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(context, title=tr("What happened"), parent=parent)
        self.setObjectName("tracePanel")
        self._which = ComboBox(name=tr("Sign-in or renewal"))
        self._which.setObjectName("traceCombo")
        self._which.currentIndexChanged.connect(self._on_chosen)
        self.buttons.addWidget(self._which, 1)
        self._copy = self.button(tr("Copy as text"), name="copyTraceButton", icon_name="copy")
        self._save = self.button(tr("Save…"), name="saveTraceButton")
        self._close = self.button(tr("Close"), name="closeTraceButton")
        self._copy.clicked.connect(lambda: self.copy(self._text()))
        self._save.clicked.connect(lambda: self._start(self._save_text()))
        self._close.clicked.connect(self.closed)

    def show_traces(self, traces: tuple[Trace, ...], *, about: str) -> None:
        """Offer these, newest first, and show the first."""
        self.notice.clear()
        self.about.setText(about if traces else tr("Nothing was recorded yet."))
        self._which.clear()
        for trace in traces:
            moment = words.day_and_clock(trace.started_at, now=self.context.now())
            self._which.addItem(f"{moment} · {kind_text(trace.kind)} · {ended_text(trace)}", trace)
        for part in (self._which, self._copy, self._save):
            part.setVisible(bool(traces))
        self._on_chosen()
        self._close.setFocus()

    def _trace(self) -> Trace | None:
        found = self._which.currentData()
        return found if isinstance(found, Trace) else None

    def _text(self) -> str:
        trace = self._trace()
        return trace_text(trace) if trace else ""

    def _on_chosen(self) -> None:
        trace = self._trace()
        self.show_rows([self._row(entry) for entry in trace.entries] if trace else [])

    def _row(self, entry: TraceEntry) -> StepRow:
        row = StepRow(step_title(entry.step), theme=self.context.theme, text=step_meaning(entry.step))
        moment = f"{entry.at.astimezone():%H:%M:%S}"
        if entry.error:
            advice = tr("{words} ({code})", words=failure_meaning(entry), code=entry.error)
            row.show_state("failed", note=f"{tr('failed')} · {moment}", advice=advice)
        else:
            row.show_state("passed", note=moment)
        checks = [f"{name} {'✓' if passed else '✗'}" for name, passed in entry.checks]
        lines = [f"{name}  {value}" for name, value in entry.facts]
        if checks:
            lines.insert(0, "  ".join(checks))
        row.show_facts(tuple(lines), folded=not entry.error)
        return row

    async def _save_text(self) -> None:
        await self.save(self._text(), title=tr("Save what happened"), name=tr("xena-trace.txt"))

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self.context.tasks.start(coroutine, on_error=self._on_error)

    def _on_error(self, error: XenaError) -> None:
        show_error(self.notice, error)
