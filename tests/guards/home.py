"""A home of the tests' own: no test may touch the person's files, settings, keychain or session bus."""

import os
import shutil
import tempfile
from pathlib import Path

# XDG folder to its place under the home; the runtime folder holds sockets, whose paths must stay short
FOLDERS = {
    "XENA_DESKTOP_HOME": "xena",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}
# what would lead to the person's own keychain, browser or screen reader, or change the language of the texts
UNSET = (
    "DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK", "BROWSER", "AT_SPI_BUS_ADDRESS", "LANGUAGE",
    "XENA_DESKTOP_LANGUAGE", "PYTHON_KEYRING_BACKEND",
)  # fmt: skip


class PrivateHome:
    """Points this process, and so its children, at a fresh folder; puts everything back when closed."""

    def __init__(self) -> None:
        self._before = dict(os.environ)
        self.folder = Path(tempfile.mkdtemp(prefix="xd-"))
        # npm and Chromium's driver look for their settings under HOME: they are the machine's, not the person's
        os.environ.setdefault("NPM_CONFIG_USERCONFIG", str(Path.home() / ".npmrc"))
        os.environ.setdefault("NPM_CONFIG_CACHE", str(Path.home() / ".npm"))
        os.environ["HOME"] = str(self.folder)
        for name, place in FOLDERS.items():
            folder = self.folder / place
            folder.mkdir(mode=0o700)
            os.environ[name] = str(folder)
        for name in UNSET:
            os.environ.pop(name, None)

    def close(self) -> None:
        os.environ.clear()
        os.environ.update(self._before)
        shutil.rmtree(self.folder, ignore_errors=True)
