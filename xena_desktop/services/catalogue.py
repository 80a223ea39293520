"""The operations of a connection's API: kept on disk, asked for anew in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xena_desktop import translation
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import DescriptionMissing, DescriptionTooLarge, FileUnreadable
from xena_desktop.domain.operation import Marks, Operation, Source
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.providers import Providers
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.catalogue.description import Description
    from xena_desktop.catalogue.fetch import Fetched
    from xena_desktop.domain.connection import Connection
    from xena_desktop.services.shelf import Catalogue, OpenForm
    from xena_desktop.storage.files import CatalogueFiles, MarkFiles

_log: Final = logging.getLogger(__name__)


class Catalogues:
    """The catalogue of each connection, and what the person marked in them.

    Document, form and search are read on threads: they are too much for the one that paints.
    """

    def __init__(
        self,
        files: CatalogueFiles,
        mark_files: MarkFiles,
        *,
        workers: Workers,
        providers: Providers,
        now: Callable[[], datetime],
    ) -> None:
        self._files, self._mark_files = files, mark_files
        self._workers, self._providers, self._now = workers, providers, now
        self.marks: Marks = mark_files.read()

    async def of(self, connection: Connection | None) -> Catalogue:
        """The connection's catalogue as it was last read, without asking any server.

        The starter catalogue where there is no connection, or its document was never read. Raises FileUnreadable.
        """
        return await self._workers.disk(self._kept, connection.id if connection else None)

    async def refresh(self, connection: Connection) -> Catalogue | None:
        """The catalogue by the server's newest document; None where the one at hand is still right.

        Raises DescriptionMissing, InputError, NetworkError and InsecureAddress; what is kept stays then.
        """
        connection = await self._providers.ready(connection)
        url = connection.openapi_url
        if not url:
            raise DescriptionMissing(name=connection.name)
        before = await self._workers.disk(self._description, connection.id)
        etag = before.source.etag if before and before.source.place == url else ""
        fetched = await self._workers.network(lambda c: _fetched(connection, url, etag, c))
        if fetched is None:
            return None
        return await self._workers.disk(self._taken, connection.id, fetched, url)

    async def use_file(self, connection: Connection, path: Path) -> Catalogue:
        """The catalogue by the document in a file, kept for this connection. Raises InputError."""
        return await self._workers.disk(self._taken_from_file, connection.id, path)

    async def form(self, catalogue: Catalogue, operation: Operation) -> OpenForm:
        """The form of one of the catalogue's operations."""
        return await self._workers.disk(catalogue.form, operation)

    async def mark_opened(self, operation: Operation) -> None:
        """Keep that it was opened last."""
        await self._mark(self.marks.opened(operation.key))

    async def mark_starred(self, operation: Operation, *, on: bool) -> None:
        """Keep it among the favourites, or take it from them."""
        await self._mark(self.marks.starred(operation.key, on=on))

    async def _mark(self, marks: Marks) -> None:
        self.marks = marks
        await self._workers.disk(self._mark_files.write, marks)

    # --- on a thread -------------------------------------------------------------------------------------

    def _kept(self, connection_id: str | None) -> Catalogue:
        return _ready(self._description(connection_id) if connection_id else None)

    def _description(self, connection_id: str) -> Description | None:
        from xena_desktop.catalogue.description import Description

        data = self._files.read(connection_id)
        if data is None:
            return None
        try:
            return Description(data)
        except (ValueError, KeyError, TypeError):
            _log.info("the catalogue of %s is of no version that is known here", connection_id)
            self._files.set_aside(connection_id)
            return None

    def _taken(self, connection_id: str, fetched: Fetched, place: str) -> Catalogue:
        from xena_desktop.catalogue.description import Description
        from xena_desktop.catalogue.document import read

        before = self._description(connection_id)
        source = Source(place=place, etag=fetched.etag, read_at=self._now().isoformat(timespec="seconds"))
        data = read(fetched.data, source=source, before=before)
        self._files.write(connection_id, data)
        return _ready(Description(data))

    def _taken_from_file(self, connection_id: str, path: Path) -> Catalogue:
        from xena_desktop.catalogue.fetch import Fetched
        from xena_desktop.catalogue.parsing import MOST_BYTES

        try:
            if path.stat().st_size > MOST_BYTES:
                raise DescriptionTooLarge(place=str(path), limit=MOST_BYTES >> 20)
            data = path.read_bytes()
        except OSError as error:
            reason = printable(error.strerror or type(error).__name__)
            raise FileUnreadable(path=str(path), reason=reason) from error
        return self._taken(connection_id, Fetched(data=data, etag=""), str(path))


def _ready(description: Description | None) -> Catalogue:
    """The catalogue in the person's language, its search made."""
    from xena_desktop.services.shelf import Catalogue

    catalogue = Catalogue(description, language=translation.current_language())
    _ = catalogue.index
    return catalogue


def _fetched(connection: Connection, url: str, etag: str, cancellation: Cancellation) -> Fetched | None:
    from xena_desktop.catalogue.fetch import FETCH_LIMITS, fetch
    from xena_desktop.services.providers import transport_of

    transport = replace(transport_of(connection, cancellation), limits=FETCH_LIMITS)
    return fetch(url, etag=etag, transport=transport)
