"""Files of other programs: which kind one is, and how large it may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.interchange import Imported
from xena_desktop.interchange.har import is_har, read_har
from xena_desktop.interchange.postman import is_postman, read_postman

LARGEST: Final = 64 << 20
"""Bytes. In memory it becomes several times as much."""


def read_file(path: Path) -> tuple[Imported, ...]:
    """The requests in the file. Raises FileUnreadable and ImportUnreadable (json, large, version, empty)."""
    try:
        if path.stat().st_size > LARGEST:
            raise ImportUnreadable(reason="large")
        content = path.read_bytes()
    except OSError as error:
        raise file_error(path, error) from error
    return read_document(content)


def read_document(content: bytes) -> tuple[Imported, ...]:
    """The requests in the content of a file; raises ImportUnreadable."""
    document = _document(content)
    if is_har(document):
        return read_har(document)
    if is_postman(document):
        return read_postman(document)
    raise ImportUnreadable(reason="version")


def _as_it_is(members: dict[str, Any]) -> dict[str, Any]:
    """Between two objects other threads get their turn, so that the window lives; in one piece they would not."""
    return members


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"), object_hook=_as_it_is)
    except (ValueError, RecursionError) as error:
        raise ImportUnreadable(reason="json") from error
    if not isinstance(document, dict):
        raise ImportUnreadable(reason="version")
    # what Postman exports in bulk wraps each collection once
    inner = document.get("collection")
    return inner if isinstance(inner, dict) else document
