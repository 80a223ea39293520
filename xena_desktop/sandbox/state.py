"""What the Sandbox remembers over a restart: refresh tokens by their hash, and consents."""

import hashlib
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

_FILE_NAME = "state.json"


@dataclass(frozen=True)
class RefreshGrant:
    """What a refresh token stands for. Times are seconds since 1970-01-01 UTC."""

    client_id: str
    sub: str
    scope: str
    expires_at: int
    auth_time: int
    session_id: str


def known_state_id(folder: Path) -> str | None:
    """The random id of the state kept in ``folder``, by which a running Sandbox tells whose it is."""
    try:
        found = json.loads((folder / _FILE_NAME).read_text(encoding="utf-8")).get("id")
    except (OSError, ValueError, AttributeError):
        return None
    return str(found) if found else None


class State:
    """The file `state.json` in the Sandbox's folder, written whole at each change.

    Refresh tokens stand in it as SHA-256 only. The folder is readable for its owner alone.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        known = self._read()
        self._grants = {key: RefreshGrant(**value) for key, value in known.get("refresh_tokens", {}).items()}
        self._consents: dict[str, list[str]] = dict(known.get("consents", {}))
        self.state_id = str(known.get("id") or secrets.token_hex(16))
        self._forget_ended()
        self._write()

    def refresh_grant(self, refresh_token: str) -> RefreshGrant | None:
        """What the refresh token stands for, or None where it is unknown, used or ended."""
        with self._lock:
            grant = self._grants.get(_hashed(refresh_token))
        return grant if grant and grant.expires_at > self._seconds() else None

    def add(self, refresh_token: str, *, grant: RefreshGrant) -> None:
        """Remember a new refresh token."""
        with self._lock:
            self._forget_ended()
            self._grants[_hashed(refresh_token)] = grant
            self._write()

    def replace(self, used: str, *, issued: str) -> bool:
        """Let a new refresh token take the place of a used one; False where that one was used before."""
        with self._lock:
            grant = self._grants.pop(_hashed(used), None)
            if grant is None:
                return False
            self._grants[_hashed(issued)] = grant
            self._write()
            return True

    def remove(self, refresh_token: str) -> None:
        """Forget a refresh token."""
        with self._lock:
            if self._grants.pop(_hashed(refresh_token), None):
                self._write()

    def consent(self, *, sub: str, client_id: str) -> frozenset[str]:
        """The scopes that the person has allowed the client for good."""
        with self._lock:
            return frozenset(self._consents.get(f"{sub} {client_id}", ()))

    def remember_consent(self, *, sub: str, client_id: str, scopes: frozenset[str]) -> None:
        """Remember that the person allows the client these scopes."""
        with self._lock:
            self._consents[f"{sub} {client_id}"] = sorted(scopes)
            self._write()

    def _seconds(self) -> int:
        return int(self._now().timestamp())

    def _forget_ended(self) -> None:
        seconds = self._seconds()
        self._grants = {key: grant for key, grant in self._grants.items() if grant.expires_at > seconds}

    def _read(self) -> dict[str, Any]:
        # A file that cannot be read costs one sign-in; it must not keep the Sandbox from starting.
        with suppress(FileNotFoundError, ValueError):
            known = json.loads((self._folder / _FILE_NAME).read_text(encoding="utf-8"))
            if isinstance(known, dict) and known.get("format") == 1:
                return known
        return {}

    def _write(self) -> None:
        content = {
            "format": 1,
            "id": self.state_id,
            "refresh_tokens": {key: asdict(grant) for key, grant in self._grants.items()},
            "consents": self._consents,
        }
        # mkstemp makes the file with mode 0600
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".state-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._folder / _FILE_NAME)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _hashed(refresh_token: str) -> str:
    return hashlib.sha256(refresh_token.encode()).hexdigest()
