"""The log: where it goes, how much each library may say, and nothing secret in it."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor

_TALKATIVE = (
    "requests_oauthlib",  # logs whole token responses at DEBUG
    "oauthlib",
    "urllib3",  # logs request targets at DEBUG
    "keyring",
    "qasync",  # logs the results of jobs at DEBUG
    "asyncio",
    "authlib",
    "waitress",
    "werkzeug",
    "filelock",
)


class RedactingFilter(logging.Filter):
    """Masks secrets in a record before any handler sees it, its traceback included."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; every record passes."""
        record.msg = self._redactor.masked(record.getMessage())
        record.args = None
        if record.exc_info:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_text = self._redactor.masked(text)
            record.exc_info = None
        return True


def quieten_libraries() -> None:
    """Keep the libraries that log secrets or noise at WARNING, whatever the level of the rest."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def start_log(folder: Path, *, redactor: Redactor, level: int = logging.INFO) -> logging.Handler:
    """Log to ``folder/xena-desktop.log`` (1 MiB, two older kept); returns the handler for ``stop_log``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "xena-desktop.log"
    path.touch(mode=0o600, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=1 << 20, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(RedactingFilter(redactor))
    quieten_libraries()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(level, root.level or level))
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Undo ``start_log``."""
    logging.getLogger().removeHandler(handler)
    handler.close()
