"""In which order the Tab key goes from field to field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QComboBox, QWidget

_WHOLE = (QAbstractScrollArea, QAbstractSpinBox, QComboBox)


def follow(place: QWidget, controls: Iterable[QWidget]) -> None:
    """Let Tab go through ``controls``, which were made late, right behind ``place`` and not behind everything else.

    ``place`` takes the keyboard, be it hidden, and has nothing inside: Qt would go on behind what came into it last,
    and from what takes no keyboard not at all. Qt itself goes in the order in which things came into the window.
    """
    stops = [place, *(stop for control in controls for stop in _stops(control))]
    for before, behind in pairwise(stops):
        QWidget.setTabOrder(before, behind)


def _stops(control: QWidget) -> Iterator[QWidget]:
    """What the keyboard comes to in a control, in the order in which it was made."""
    if control.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and control.focusProxy() is None:
        yield control
    if not isinstance(control, _WHOLE):
        for inside in control.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            yield from _stops(inside)
