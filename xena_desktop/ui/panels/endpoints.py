"""Finding an endpoint: the API's operations by group, or as one searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.operation import Operation
from xena_desktop.error_texts import explain
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.dialogs.catalogue import CatalogueDialog
from xena_desktop.ui.icons import icon
from xena_desktop.ui.models.endpoint_tree import EndpointGroup, EndpointTreeModel
from xena_desktop.ui.models.endpoints import EndpointItem
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.card import SectionHead
from xena_desktop.ui.widgets.endpoint_view import EndpointView
from xena_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.services.shelf import Catalogue

_FAVOURITES, _RECENT = "favourites", "recent"
_OPEN_WHEN_FEWER = 100


class EndpointsPanel(QWidget):
    """Shows the catalogue of the account's connection, as it is kept and then as the server has it now.

    ``catalogue_shown`` tells of another catalogue; ``request_opened`` carries what was chosen, as a draft.
    """

    catalogue_shown = Signal(object)
    request_opened = Signal(object)

    def __init__(self, context: WindowContext, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._catalogue: Catalogue | None = None
        self._connection_id: str | None = None
        self._refreshed: set[str] = set()
        self._open_groups = {_FAVOURITES, _RECENT}
        self._build_search(actions)
        self._model = EndpointTreeModel(self)
        self.tree = EndpointView(self._model, name=tr("Endpoints"), theme=context.theme)
        self.tree.setObjectName("endpointTree")
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._nothing = label(tr("No endpoint is like this."), role="caption", wrap=True)
        self._nothing.setObjectName("endpointNothing")
        self._nothing.setContentsMargins(GRID, GRID, GRID, 0)
        self._nothing.hide()
        self._about = IconButton("info", text=tr("About this list"), theme=context.theme, compact=True)
        self._about.setObjectName("aboutCatalogueButton")
        self._arrange()
        self._connect()

    def _build_search(self, actions: Actions) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("endpointSearch")
        self.search.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self.search.setPlaceholderText(tr("Search: open orders, get partner"))
        self.search.setAccessibleName(actions.find_endpoint.text())
        self.search.setToolTip(
            tr("{action}, or /. Words in any order; “get” or “method:post” keeps one method.",
               action=actions.find_endpoint.toolTip())
        )  # fmt: skip
        self.search.setClearButtonEnabled(True)
        self._magnifier = self.search.addAction(
            icon("search", color=self._context.theme.tertiary), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.installEventFilter(self)

    def _arrange(self) -> None:
        self._head = SectionHead(tr("Endpoints"), button=self._about)
        self._head.set_buddy(self.tree)
        search_row = QVBoxLayout()
        search_row.setContentsMargins(GRID // 2, 0, GRID // 2, GRID // 2)
        search_row.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._head)
        column.addLayout(search_row)
        column.addWidget(self._nothing)
        column.addWidget(self.tree, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._on_search_entered)
        self.tree.opened.connect(self._on_opened)
        self.tree.star_toggled.connect(self._on_star_toggled)
        self.tree.left_upwards.connect(self.search.setFocus)
        self.tree.customContextMenuRequested.connect(self._on_menu_requested)
        self.tree.expanded.connect(self._on_group_toggled)
        self.tree.collapsed.connect(self._on_group_toggled)
        self._about.clicked.connect(self._on_about_clicked)
        self._context.chosen.changed.connect(self._on_account_changed)

    # --- which catalogue ---------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the catalogue of the account at hand, or the starter's."""
        self._on_account_changed(always=True)

    def _on_account_changed(self, *, always: bool = False) -> None:
        connection = self._context.chosen.connection
        connection_id = connection.id if connection else None
        if always or connection_id != self._connection_id:
            self._connection_id = connection_id
            self._context.tasks.start(self._load(connection), on_error=self._on_not_read)

    async def _load(self, connection: Connection | None) -> None:
        catalogues = self._context.services.catalogues
        self._take(await catalogues.of(connection), of=connection)
        if connection and connection.openapi_url and connection.id not in self._refreshed:
            self._refreshed.add(connection.id)
            newer = await catalogues.refresh(connection)
            if newer is not None:
                self._take(newer, of=connection)

    def _take(self, catalogue: Catalogue, *, of: Connection | None) -> None:
        if (of.id if of else None) != self._connection_id:
            return  # another account was chosen meanwhile
        self._catalogue = catalogue
        self._about.setToolTip(self._age(catalogue))
        self._show()
        self.catalogue_shown.emit(catalogue)

    def _age(self, catalogue: Catalogue) -> str:
        if catalogue.source is None:
            return tr("The operations most people need first. The API's own list was not read yet.")
        return tr("{title}, read from {place}", title=catalogue.source.title, place=catalogue.source.place)

    def _on_not_read(self, error: XenaError) -> None:
        """What is kept goes on serving; why there is nothing newer is told to those who ask."""
        text = explain(error)
        self._about.setToolTip(f"{text.title} {text.advice}")
        self._about.set_icon("triangle-alert")

    def _on_about_clicked(self) -> None:
        if self._catalogue is not None:
            dialog = CatalogueDialog(self._context, self._catalogue, parent=self.window())
            dialog.catalogue_read.connect(self._on_read_again)
            self._context.tasks.start(answer(dialog), on_error=self._on_not_read)

    def _on_read_again(self, catalogue: Catalogue) -> None:
        self._about.set_icon("info")
        self._take(catalogue, of=self._context.chosen.connection)

    # --- what is shown -----------------------------------------------------------------------------------

    def _show(self) -> None:
        if self._catalogue is None:
            return
        text, marks = self.search.text(), self._context.services.catalogues.marks
        self._head.set_count(words.number(len(self._catalogue.operations)))
        if text.strip():
            found = self._catalogue.found(text, marked=(*marks.favourites, *marks.recent))
            self._model.show_found([self._item(one) for one in found])
            self._nothing.setVisible(not found)
        else:
            self._model.show_groups(self._groups(self._catalogue))
            self._nothing.hide()
            self._open_as_before()

    def _groups(self, catalogue: Catalogue) -> list[EndpointGroup]:
        marks = self._context.services.catalogues.marks
        groups = []
        for key, title, keys in (
            (_FAVOURITES, tr("Favourites"), marks.favourites),
            (_RECENT, tr("Recently used"), marks.recent),
        ):
            known = [one for one in map(catalogue.by_key, keys) if one is not None]
            if known:
                groups.append(EndpointGroup(key=key, title=title, items=tuple(map(self._item, known))))
        by_group: dict[str, list[EndpointItem]] = {}
        for one in catalogue.operations:
            by_group.setdefault(one.group, []).append(self._item(one))
        groups += [
            EndpointGroup(key=name, title=name, items=tuple(by_group[name])) for name in sorted(by_group)
        ]
        return groups

    def _item(self, operation: Operation) -> EndpointItem:
        about = "\n".join(part for part in (operation.title, operation.purpose, operation.key) if part)
        return EndpointItem(
            id=operation.key,
            method=operation.method,
            path=operation.short_path,
            title=about,
            summary=operation.title,
            is_starred=operation.key in self._context.services.catalogues.marks.favourites,
        )

    def _open_as_before(self) -> None:
        few = self._catalogue is not None and len(self._catalogue.operations) < _OPEN_WHEN_FEWER
        for group, index in self._model.group_indexes():
            self.tree.setExpanded(index, few or group.key in self._open_groups)

    def _on_group_toggled(self) -> None:
        self._open_groups |= {
            g.key for g, place in self._model.group_indexes() if self.tree.isExpanded(place)
        }
        self._open_groups -= {
            g.key for g, place in self._model.group_indexes() if not self.tree.isExpanded(place)
        }

    # --- what the person does ----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search to the first endpoint; Escape empties it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus(Qt.FocusReason.TabFocusReason)
                self.tree.setCurrentIndex(self._model.first_endpoint())
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _on_search_entered(self) -> None:
        first = self._model.item(self._model.first_endpoint())
        if first is not None and self.search.text().strip():
            self.tree.setCurrentIndex(self._model.first_endpoint())
            self._on_opened(first)

    def _on_opened(self, item: EndpointItem) -> None:
        operation = self._catalogue.by_key(item.id) if self._catalogue else None
        if operation is not None:
            self.open_operation(operation)

    def open_operation(self, operation: Operation) -> None:
        """Open a request for the operation, and remember that."""
        if self._catalogue is not None:
            self.request_opened.emit(self._catalogue.draft(operation))
            catalogues = self._context.services.catalogues
            self._context.tasks.start(catalogues.mark_opened(operation), on_error=self._on_not_read)

    def operations(self) -> tuple[Operation, ...]:
        """The endpoints that are listed, whatever is searched for."""
        return self._catalogue.operations if self._catalogue else ()

    def _on_star_toggled(self, item: EndpointItem) -> None:
        operation = self._catalogue.by_key(item.id) if self._catalogue else None
        if operation is None:
            return
        self._context.tasks.start(self._star(operation, on=not item.is_starred), on_error=self._on_not_read)

    async def _star(self, operation: Operation, *, on: bool) -> None:
        await self._context.services.catalogues.mark_starred(operation, on=on)
        self._show()

    def _on_menu_requested(self, place: QPoint) -> None:
        item = self._model.item(self.tree.indexAt(place))
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), lambda: self._on_opened(item))
        star = tr("Remove from favourites") if item.is_starred else tr("Add to favourites")
        menu.addAction(star, lambda: self._on_star_toggled(item))
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def set_theme(self, theme: Theme) -> None:
        """Colour the magnifying glass anew."""
        self._magnifier.setIcon(icon("search", color=theme.tertiary))
