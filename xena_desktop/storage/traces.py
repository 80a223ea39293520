"""The last traces of each account, as files without a secret."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from xena_desktop.domain.trace import Trace, TraceEntry, TraceKind, TraceStep
from xena_desktop.storage.folder import Home, read_text, set_aside, write_whole


class TraceFiles:
    """One file for each account, and one for each connection with sign-ins that brought no account."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def read(self, owner: str) -> tuple[Trace, ...]:
        """The traces of ``owner``, oldest first; a file that cannot be understood is set aside."""
        path = self._path(owner)
        text = read_text(path)
        if text is None:
            return ()
        try:
            return tuple(_trace(members) for members in json.loads(text))
        except (ValueError, KeyError, TypeError):
            set_aside(path)
            return ()

    def write(self, owner: str, traces: tuple[Trace, ...]) -> None:
        """Keep these and no others."""
        self._home.folder("traces")
        text = json.dumps([_members(trace) for trace in traces], indent=1, ensure_ascii=False)
        write_whole(self._path(owner), text + "\n")

    def keep_only(self, accounts: set[str]) -> None:
        """Remove the files of every account but these."""
        for path in (self._home.path / "traces").glob("account-*.json"):
            if path.stem not in accounts:
                path.unlink(missing_ok=True)

    def _path(self, owner: str) -> Path:
        return self._home.path / "traces" / f"{Path(owner).name}.json"


def _members(trace: Trace) -> dict[str, Any]:
    return {
        "kind": trace.kind,
        "connection": trace.connection,
        "account": trace.account,
        "started_at": trace.started_at.isoformat(),
        "error": trace.error,
        "entries": [
            {
                "at": entry.at.isoformat(),
                "step": entry.step,
                "facts": entry.facts,
                "checks": entry.checks,
                "error": entry.error,
            }
            for entry in trace.entries
        ],
    }


def _trace(members: Any) -> Trace:
    return Trace(
        kind=TraceKind(members["kind"]),
        connection=str(members["connection"]),
        account=str(members["account"]),
        started_at=datetime.fromisoformat(members["started_at"]),
        error=str(members["error"]),
        entries=tuple(
            TraceEntry(
                at=datetime.fromisoformat(entry["at"]),
                step=TraceStep(entry["step"]),
                facts=tuple((str(name), str(value)) for name, value in entry["facts"]),
                checks=tuple((str(name), bool(passed)) for name, passed in entry["checks"]),
                error=str(entry["error"]),
            )
            for entry in members["entries"]
        ),
    )
