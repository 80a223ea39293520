"""KDE's KWallet for a test, on a private bus, its wallet open: no dialog appears, for a login had opened it.

Debian packages: libkf5wallet-bin, or kwallet6, which answers to the same name; dbus-daemon; and python3-dbus for
whoever speaks with it through keyring.
"""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from jeepney import (  # type: ignore[import-untyped]  # no types in it
    DBusAddress,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # no types in it
from jeepney.wrappers import unwrap_msg  # type: ignore[import-untyped]  # no types in it

from tests.fakes.private_folder import private_folder
from tests.fakes.processes import end_process

PROJECT = Path(__file__).parents[2]
_BUS_CONFIGURATION = Path(__file__).with_name("session_bus.conf")
_WALLET = DBusAddress("/modules/kwalletd5", bus_name="org.kde.kwalletd5", interface="org.kde.KWallet")
_DAEMONS = (Path("/usr/bin/kwalletd5"), Path("/usr/bin/kwalletd6"))
_SERVICE = "[D-BUS Service]\nName=org.kde.kwalletd5\nExec={daemon}\n"
_SETTINGS = "[Wallet]\nEnabled=true\nFirst Use=false\nPrompt on Open=false\nDefault Wallet=kdewallet\n"
# of PBKDF2-SHA512, as pam_kwallet makes it from the password of the desktop's login
_KEY_BYTES = 56


class KWalletDaemon:
    """The bus and the daemon, as a context manager; `application` may use the wallet without being asked about."""

    def __init__(self, *, application: str) -> None:
        self._application = application
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack:
            self._folder = Path(self._stack.enter_context(private_folder("kwallet")))
            for name in ("runtime", "data", "config", "cache", "services"):
                (self._folder / name).mkdir(mode=0o700)
            (self._folder / "services" / "kwallet.service").write_text(_SERVICE.format(daemon=_daemon()))
            allowed = f"\n[Auto Allow]\nkdewallet={self._application}\n"
            (self._folder / "config" / "kwalletrc").write_text(_SETTINGS + allowed)
            self._start_bus()
            self._open_wallet()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a program finds this keychain, and a desktop of KDE's; add them to its own."""
        private = {
            f"XDG_{name.upper()}_HOME": str(self._folder / name) for name in ("data", "config", "cache")
        }
        return {
            **private,
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder / "runtime"),
            "XDG_CURRENT_DESKTOP": "KDE",
            "QT_QPA_PLATFORM": "offscreen",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._folder / 'runtime' / 'bus'}",
        }

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run code that may import the program and its libraries, by the Python whose D-Bus library KWallet needs."""
        libraries = [str(PROJECT), *(path for path in sys.path if path.endswith("site-packages"))]
        return subprocess.run(
            ["/usr/bin/python3", "-", self._application],
            input=code,
            env={**os.environ, **self.environment, "PYTHONPATH": os.pathsep.join(libraries)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def _start_bus(self) -> None:
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=")
        services = f"<servicedir>{self._folder / 'services'}</servicedir>\n</busconfig>"
        configuration = self._folder / "session_bus.conf"
        text = _BUS_CONFIGURATION.read_text().replace("@SOCKET@", address).replace("</busconfig>", services)
        configuration.write_text(text)
        bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address=1"],
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # without privileges it complains about limits on open files
        )
        self._stack.callback(end_process, bus)
        if bus.stdout is None or not bus.stdout.readline():
            raise RuntimeError(f"dbus-daemon ended with {bus.wait()}")

    def _open_wallet(self) -> None:
        """Asking for it starts the daemon, which outlives its bus and so is ended by its number."""
        body = ("kdewallet", os.urandom(_KEY_BYTES), 0)
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            connection.send_and_get_reply(new_method_call(_WALLET, "pamOpen", "sayi", body), timeout=30)
            asked = message_bus.GetConnectionUnixProcessID(_WALLET.bus_name)
            (number,) = unwrap_msg(connection.send_and_get_reply(asked, timeout=30))
        self._stack.callback(os.kill, number, signal.SIGTERM)


def _daemon() -> Path:
    for path in _DAEMONS:
        if path.exists():
            return path
    raise FileNotFoundError(f"there is no {' and no '.join(map(str, _DAEMONS))}")
