"""What the program is, and under which licences its parts are used."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QModelIndex, QSize, QStringListModel, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from xena_desktop.components import Component
from xena_desktop.services.about import About
from xena_desktop.translation import tr
from xena_desktop.ui.icons import program_icon
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.text_view import TextView

_SIZE = QSize(820, 560)
_LIST_WIDTH = 248
_ICON_SIZE = 56


class AboutDialog(QDialog):
    """Icon, version and what it is for; below, each part with the text of its licence. Escape closes it."""

    def __init__(self, about: About, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(tr("About Xena Desktop"))
        self.resize(_SIZE)
        self._about = about
        self._components: tuple[Component, ...] = ()
        self._names = QStringListModel(self)
        self._list = QListView()
        self._list.setObjectName("componentList")
        self._list.setAccessibleName(tr("Parts of the program"))
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setModel(self._names)
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
        self._licence = label(role="label")
        self._licence.setObjectName("componentLicence")
        self._text = TextView(name=tr("Text of the licence"), theme=theme)
        self._text.setObjectName("licenceText")
        self._close = PushButton(tr("Close"), theme=theme)
        self._close.setObjectName("aboutCloseButton")
        self._close.clicked.connect(self.accept)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(self._head())
        parts = QHBoxLayout()
        parts.setSpacing(2 * GRID)
        listed = Card(padding=GRID // 2)
        listed.body.addWidget(self._list)
        listed.setFixedWidth(_LIST_WIDTH)
        parts.addWidget(listed)
        shown = Card(padding=2 * GRID)
        shown.body.addWidget(self._licence)
        shown.body.addWidget(self._text, 1)
        parts.addWidget(shown, 1)
        column.addLayout(parts, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column.addLayout(buttons)

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(QSize(_ICON_SIZE, _ICON_SIZE), self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(label("Xena Desktop", role="title"))
        version = label(tr("Version {number}", number=self._about.version), role="secondary", selectable=True)
        version.setObjectName("aboutVersion")
        words.addWidget(version)
        sentence = tr("Qt is used under the LGPL. Its libraries are separate files, which you may replace.")
        words.addWidget(label(sentence, role="tertiary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    async def fill(self) -> None:
        """Read the parts and show them, unless it was closed meanwhile."""
        self._components = await self._about.components()
        if not shiboken6.isValid(self):
            return
        self._names.setStringList([f"{part.name} {part.version}".rstrip() for part in self._components])
        self._list.setCurrentIndex(self._names.index(0, 0))
        self._list.setFocus()

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            component = self._components[index.row()]
            self._licence.setText(component.licence or component.name)
            self._text.set_text(component.text)
