"""What else can be done with a request."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from xena_desktop.domain.interchange import Language
from xena_desktop.translation import tr


class RequestMenu(QMenu):
    """The menu behind ⋯: copy as code."""

    copy_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("moreMenu")
        self.copy_as = self.addMenu(tr("Copy as"))
        self.copy_as.setObjectName("copyAsMenu")
        for language in Language:
            action = self.copy_as.addAction(language.value)
            action.setObjectName(f"copyAs{language.name.title()}Action")
            action.triggered.connect(lambda _=False, value=language.value: self.copy_wanted.emit(value))
