"""Standard output for results, standard error for everything else."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any, TextIO

from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.translation import tr


class Output:
    """Where a command writes.

    Results go to standard output: as text, as bytes, or with ``as_json`` as exactly one JSON document.
    Progress and messages go to standard error; ``quiet`` leaves out the progress.
    """

    def __init__(self, *, stdout: TextIO, stderr: TextIO, as_json: bool, quiet: bool) -> None:
        self._stdout = stdout
        self._stderr = stderr
        self._quiet = quiet
        self.as_json = as_json

    def result(self, text: str, *, document: object) -> None:
        """The result of a command: ``document`` with ``--json``, otherwise ``text`` (nothing when empty)."""
        if self.as_json:
            self.document(document)
        elif text:
            self.body((text + "\n").encode(self._stdout.encoding or "utf-8", errors="replace"))

    def document(self, document: object, **raw_members: str) -> None:
        """One JSON document in UTF-8; ``raw_members`` are added to an object as JSON text, digit for digit."""
        text = json.dumps(document, indent=2, ensure_ascii=False)
        for name, raw in raw_members.items():
            text = f"{text[:-2]},\n  {json.dumps(name)}: {raw}\n}}"
        self.body((text + "\n").encode("utf-8", errors="backslashreplace"))

    def body(self, body: bytes) -> None:
        """Bytes as they are. Raises FileUnreadable when the disk behind standard output is full."""
        try:
            self._stdout.buffer.write(body)
            self._stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            self.abandon()
            raise FileUnreadable(path=tr("standard output"), reason=error.strerror or "") from error

    def progress(self, text: str) -> None:
        """A line about what happens now; left out with ``--quiet``."""
        if not self._quiet:
            self.message(text)

    def message(self, text: str) -> None:
        """A line that must be seen."""
        encoding = self._stderr.encoding or "utf-8"
        with contextlib.suppress(OSError):
            print(text.encode(encoding, "replace").decode(encoding), file=self._stderr, flush=True)

    def ask(self, question: str, *, stdin: TextIO) -> str:
        """The person's answer to ``question``, asked on standard error; empty at the end of the input."""
        self._stderr.write(question + " ")
        self._stderr.flush()
        return stdin.readline().strip()

    def abandon(self) -> None:
        """Write no more: nobody reads standard output. Keeps Python from failing at its last flush."""
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stdout.fileno())
            os.close(nowhere)


def error_document(*, code: str, title: str, advice: str) -> dict[str, Any]:
    """The JSON document of an error."""
    return {"error": {"code": code, "title": title, "advice": advice}}
