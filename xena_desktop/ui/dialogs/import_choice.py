"""Which requests of a file to take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xena_desktop.domain.interchange import Imported
from xena_desktop.import_texts import notes_text
from xena_desktop.translation import tr, trn
from xena_desktop.ui.theme import GRID, Theme, mono_font
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label

MOST: Final = 30
"""Tabs opened at once; more than that nobody finds again."""
_METHOD, _PATH, _NAME, _STATUS = range(4)
_ROW: Final = Qt.ItemDataRole.UserRole


class ImportChoice(QDialog):
    """A list to tick, with a filter. What fits the connection is ticked at first, as long as it is not too much."""

    def __init__(self, found: Sequence[Imported], *, file: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("importChoice")
        self.setWindowTitle(tr("Choose requests"))
        self.resize(860, 560)
        self._found = tuple(found)
        self._filter = QLineEdit()
        self._filter.setObjectName("importFilter")
        self._filter.setAccessibleName(tr("Filter the requests"))
        self._filter.setPlaceholderText(tr("Method, path or name"))
        self._all = PushButton(tr("All that are shown"), theme=theme, size="small")
        self._all.setObjectName("importAllButton")
        self._none = PushButton(tr("None"), theme=theme, size="small")
        self._none.setObjectName("importNoneButton")
        self._list = QTreeWidget()
        self._notes = label(role="caption", wrap=True)
        self._notes.setObjectName("importNotes")
        self._answers = QCheckBox(tr("Take the answers along, tokens masked"))
        self._answers.setObjectName("importAnswers")
        self._answers.setVisible(any(one.answer for one in self._found))
        self._yes = PushButton("", theme=theme, kind="primary")
        self._yes.setObjectName("importYesButton")
        self._no = PushButton(tr("Cancel"), theme=theme)
        self._no.setObjectName("importNoButton")
        self._with_answers = False
        self._ticked: tuple[Imported, ...] = ()
        self._arrange(file)
        self._fill()
        self._connect()
        self._on_ticked()

    def _arrange(self, file: str) -> None:
        self._list.setObjectName("importList")
        self._list.setAccessibleName(tr("Requests in the file"))
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setHeaderLabels([tr("Method"), tr("Path"), tr("Name"), tr("Status")])
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(_PATH, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_METHOD, 108), (_NAME, 220), (_STATUS, 72)):
            self._list.setColumnWidth(column, width)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        whole.setSpacing(GRID)
        count = trn(
            "{count} request in {file}", "{count} requests in {file}", count=len(self._found), file=file
        )
        whole.addWidget(label(tr("Choose requests"), role="heading"))
        whole.addWidget(label(count, role="secondary", wrap=True))
        whole.addLayout(_row(self._filter, self._all, self._none, stretch=self._filter))
        whole.addWidget(self._list, 1)
        whole.addWidget(self._notes)
        whole.addLayout(_row(self._answers, None, self._no, self._yes))

    def _fill(self) -> None:
        fitting = [one for one in self._found if "://" not in one.request.path]
        ticked = {id(one) for one in fitting} if len(fitting) <= MOST else set()
        font, items = mono_font(), list[QTreeWidgetItem]()
        for row, one in enumerate(self._found):
            request = one.request
            query = (
                "?" + "&".join(f"{name}={value}" for name, value in request.query) if request.query else ""
            )
            name = f"{one.folder} / {one.name}" if one.folder else one.name
            status = str(one.answer.status) if one.answer else ""
            item = QTreeWidgetItem([request.method, request.path + query, name, status])
            item.setData(_METHOD, _ROW, row)
            item.setFont(_PATH, font)
            item.setToolTip(_PATH, request.path + query)
            item.setCheckState(
                _METHOD, Qt.CheckState.Checked if id(one) in ticked else Qt.CheckState.Unchecked
            )
            items.append(item)
        self._list.addTopLevelItems(items)

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._on_filtered)
        self._all.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self._none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self._list.itemChanged.connect(self._on_ticked)
        self._list.currentItemChanged.connect(self._on_current_changed)
        self._answers.toggled.connect(self._on_answers_toggled)
        self._yes.clicked.connect(self.accept)
        self._no.clicked.connect(self.reject)

    def chosen(self) -> tuple[Imported, ...]:
        """The ticked ones; known also when the dialog itself is gone."""
        return self._ticked

    def with_answers(self) -> bool:
        """Whether the answers are wanted, too."""
        return self._with_answers

    def _items(self) -> list[QTreeWidgetItem]:
        items = [self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount())]
        return [item for item in items if item is not None]

    def _tick(self, state: Qt.CheckState) -> None:
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's own argument
        for item in self._items():
            if not item.isHidden() or state is Qt.CheckState.Unchecked:
                item.setCheckState(_METHOD, state)
        self._list.blockSignals(False)  # noqa: FBT003 - Qt's own argument
        self._list.viewport().update()
        self._on_ticked()

    def _on_filtered(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            shown = " ".join(item.text(column) for column in (_METHOD, _PATH, _NAME)).casefold()
            item.setHidden(not all(word in shown for word in words))

    def _on_ticked(self) -> None:
        ticked = [item for item in self._items() if item.checkState(_METHOD) is Qt.CheckState.Checked]
        self._ticked = tuple(self._found[item.data(_METHOD, _ROW)] for item in ticked)
        count = len(ticked)
        self._yes.setText(trn("Open {count} request", "Open {count} requests", count=count))
        self._yes.setEnabled(0 < count <= MOST)
        self._notes.setText(tr("At most {count} can be opened at once.", count=MOST) if count > MOST else "")

    def _on_current_changed(self, current: QTreeWidgetItem | None) -> None:
        if current is not None:
            self._notes.setText(notes_text(self._found[current.data(_METHOD, _ROW)].notes))

    def _on_answers_toggled(self, ticked: bool) -> None:
        self._with_answers = ticked


def _row(*parts: QWidget | None, stretch: QWidget | None = None) -> QHBoxLayout:
    """The parts beside each other; None is a gap."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if part is stretch else 0)
    return row
