"""One running copy for each home folder: a second start brings the first to the front."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2000
_LONGEST = 32_768


class SingleCopy(QObject):
    """Listens for later starts. ``called`` carries the path they were given, or an empty text.

    ``home`` names the listener, so that two home folders have a copy each; only the same user can call.
    """

    called = Signal(str)

    def __init__(self, home: Path) -> None:
        super().__init__()
        digest = hashlib.sha256(str(home.expanduser().absolute()).encode()).hexdigest()
        self._name = f"xena-desktop-{digest[:24]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_called)

    def is_first(self, *, file: Path | None) -> bool:
        """Whether this copy is the first; otherwise the first was told to come to the front, with ``file``."""
        if self._hand_over(file):
            return False
        if not self._server.listen(self._name):
            if self._hand_over(file):
                return False
            QLocalServer.removeServer(self._name)  # left behind by a copy that was killed
            self._server.listen(self._name)
        return True

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _hand_over(self, file: Path | None) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        message = json.dumps({"file": str(file.absolute()) if file else ""}) + "\n"
        socket.write(message.encode())
        reached = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return reached

    def _on_called(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(lambda: self._on_message(socket))
        if socket.canReadLine():
            self._on_message(socket)

    def _on_message(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        try:
            message = json.loads(bytes(socket.readLine().data()))
            file = message["file"]
        except (ValueError, KeyError, TypeError):
            return
        self.called.emit(file if isinstance(file, str) else "")
