"""One step of something that happens in steps: how it went, what it is, what to do, and what was seen."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.labels import label, set_role
from xena_desktop.ui.widgets.picture import Picture

StepState = Literal["waiting", "running", "noted", "passed", "warned", "failed", "skipped"]

_LOOKS: Final = {
    "waiting": ("minus", "disabled"),
    "running": ("timer", "secondary"),
    "noted": ("info", "info"),
    "passed": ("circle-check", "good"),
    "warned": ("triangle-alert", "warning"),
    "failed": ("circle-x", "danger"),
    "skipped": ("minus", "tertiary"),
}


class StepRow(QFrame):
    """A step with its icon, title, a sentence, perhaps advice, and facts that can be folded away."""

    def __init__(self, title: str, *, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture("minus", theme=theme)
        self._title = label(title, role="strong")
        self._note = label(role="tertiary")
        self._text = label(text, role="secondary", wrap=True, selectable=True)
        self._advice = label(role="warning", wrap=True, selectable=True)
        self._facts = label(role="mono", wrap=True, selectable=True)
        self._fold = IconButton("chevron-right", text=tr("Show details"), theme=theme, compact=True)
        self._fold.setCheckable(True)
        room = self._fold.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._fold.setSizePolicy(room)
        self._fold.toggled.connect(self._on_fold_toggled)
        self._arrange()
        self._text.setVisible(bool(text))
        self.show_state("waiting")
        self.show_facts(())

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._note)
        head.addWidget(self._fold)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addLayout(head)
        for part in (self._text, self._advice, self._facts):
            texts.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 3, 0, 0)
        beside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside)
        row.addLayout(texts, 1)

    def show_state(self, state: StepState, *, note: str = "", advice: str = "") -> None:
        """Say how it went: ``note`` in a word at the right, ``advice`` in a sentence."""
        icon_name, role = _LOOKS[state]
        self._icon.show_icon(icon_name, role=role)
        self._note.setText(note)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        set_role(
            self._advice,
            role="danger" if state == "failed" else "warning" if state == "warned" else "secondary",
        )
        self.setAccessibleName(f"{self._title.text()}: {note}" if note else self._title.text())
        self.setAccessibleDescription(advice)

    def show_facts(self, lines: tuple[str, ...], *, folded: bool = True) -> None:
        """What was seen, a line each."""
        self._facts.setText("\n".join(lines))
        self._fold.setVisible(bool(lines))
        self._fold.setChecked(bool(lines) and not folded)
        self._facts.setVisible(bool(lines) and not folded)

    def _on_fold_toggled(self, shown: bool) -> None:
        self._facts.setVisible(shown)
        self._fold.set_icon("chevron-down" if shown else "chevron-right")
