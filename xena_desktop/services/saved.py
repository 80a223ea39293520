"""Requests that are kept in files, and the variables that fill them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.saved import SavedFile, SavedRequest
from xena_desktop.domain.variables import checked_variables, with_variables
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.settings import SettingsStore
    from xena_desktop.storage.folder import Home
    from xena_desktop.storage.saved_files import SavedFiles
    from xena_desktop.storage.variable_files import VariableFile


class SavedRequests:
    """The files of the folder that the settings name, by default ``saved`` in the home folder.

    Every call raises FileUnreadable, SavedRequestInvalid, SavedRequestChanged, SavedRequestNameInvalid or
    UnknownSavedRequest.
    """

    def __init__(self, home: Home, *, settings: SettingsStore, workers: Workers) -> None:
        self._home, self._settings, self._workers = home, settings, workers
        self._files: SavedFiles | None = None

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        chosen = self._settings.settings.saved_folder
        return Path(chosen) if chosen else self._home.path / "saved"

    async def all(self) -> list[SavedFile]:
        """Every saved request, by name; one that cannot be read says why."""
        return await self._workers.disk(self._opened().all)

    async def stamp(self) -> object:
        """Something that is another when a file came, went or changed, by whomever."""
        return await self._workers.disk(self._opened().stamp)

    async def read(self, name: str) -> SavedFile:
        """One saved request."""
        return await self._workers.disk(self._opened().read, name)

    async def save(self, name: str, request: SavedRequest, *, known: str = "") -> str:
        """Keep ``request``; its variables must not be secret (VariableIsSecret).

        ``known`` is the digest of what may be overwritten; the new one comes back.
        """
        checked_variables(request.variables)
        return await self._workers.disk(self._opened().write, name, request, known=known)

    async def move(self, name: str, new_name: str) -> None:
        """Give one another name."""
        await self._workers.disk(self._opened().move, name, new_name)

    async def throw_away(self, name: str) -> Path:
        """Move one to the folder's trash."""
        return await self._workers.disk(self._opened().throw_away, name)

    def _opened(self) -> SavedFiles:
        from xena_desktop.storage.saved_files import SavedFiles

        if self._files is None or self._files.folder != self.folder:
            self._files = SavedFiles(self.folder)
        return self._files


class Variables:
    """The variables of connections and accounts.

    A request's own win over the account's, these over the connection's.
    """

    def __init__(self, file: VariableFile, *, workers: Workers) -> None:
        self._file, self._workers = file, workers
        self._known = file.read()

    def of_account(self, account: Account) -> Mapping[str, str]:
        """The account's own."""
        return self._known.get(f"account/{account.id}", {})

    def of_connection(self, account: Account) -> Mapping[str, str]:
        """Those of the account's connection."""
        return self._known.get(f"connection/{account.connection_id}", {})

    async def keep_account(self, account: Account, variables: Mapping[str, str]) -> None:
        """Keep the account's variables; raises VariableIsSecret, VariableNameInvalid and FileUnreadable."""
        await self._keep(f"account/{account.id}", variables)

    async def keep_connection(self, account: Account, variables: Mapping[str, str]) -> None:
        """Keep the variables of the account's connection; raises as ``keep_account`` does."""
        await self._keep(f"connection/{account.connection_id}", variables)

    def fill(self, account: Account | None, request: ApiRequest, own: Mapping[str, str]) -> ApiRequest:
        """The request with its variables filled; raises VariablesUnfilled."""
        if account is None:
            return with_variables(request, own)
        return with_variables(request, own, self.of_account(account), self.of_connection(account))

    async def _keep(self, owner: str, variables: Mapping[str, str]) -> None:
        self._known[owner] = dict(checked_variables(variables))
        await self._workers.disk(self._file.write, dict(self._known))
