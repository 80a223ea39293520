"""A keychain of its own for a test: gnome-keyring's Secret Service on a private D-Bus session bus.

It never touches the person's own keychain: bus, sockets and keyring files lie in a new temporary folder. It needs
neither systemd nor /run/user nor a display. Debian packages: gnome-keyring, dbus-daemon.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import secretstorage
from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]  # no types in it
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]  # no types in it
from secretstorage.collection import Collection
from secretstorage.defines import SS_PATH
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

from tests.fakes.private_folder import private_folder
from tests.fakes.processes import end_process, wait_until

_BUS_CONFIGURATION = Path(__file__).with_name("session_bus.conf")
_PASSWORD = b"test"
# gnome-keyring 42 now and then aborts or crashes (above 128) when clients come and go quickly: GDBus asks it about
# one that has just gone. A desktop would start it again as well; what was stored lies on disk. There D-Bus starts it
# at the next question and lets that wait; so it does here, where the start itself is the keeper's.
_KEEPER = """
trap 'kill "$daemon" 2>/dev/null; wait "$daemon"; exit 0' TERM
while :; do
    printf %s "$0" | gnome-keyring-daemon --foreground --unlock --components=secrets &
    daemon=$!
    wait "$daemon"
    [ $? -gt 128 ] || exit
done
"""
_ACTIVATION = """[D-BUS Service]
Name=org.freedesktop.secrets
Exec=/bin/true
"""
# gnome-keyring's own door for unlocking without a prompt; its clumsy name is theirs
_INTERNAL = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"


@dataclass(frozen=True)
class KeychainItem:
    """An entry without its secret: the label and the attributes it is found by."""

    label: str
    attributes: dict[str, str]


class KeychainDaemon:
    """The bus and the daemon, as a context manager; several may run side by side.

    The default collection is open at first. Because no prompt can appear, whoever needs a locked collection gets
    an error at once.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path()
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._stack:
            self._folder = Path(self._stack.enter_context(private_folder("keychain")))
            for name in ("runtime", "data", "config", "cache", "services"):
                (self._folder / name).mkdir(mode=0o700)
            self._start_bus()
            self._stack.callback(self.stop_daemon)
            self.start_daemon()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a program finds this keychain; add them to its own."""
        return {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._socket}",
            "XDG_RUNTIME_DIR": str(self._folder / "runtime"),
        }

    def start_daemon(self) -> None:
        """Start the keychain, unlocked, with what was stored before `stop_daemon`."""
        self._daemon = subprocess.Popen(
            ["sh", "-c", _KEEPER, _PASSWORD],
            env=self._private_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # as root it complains about memory locks
        )
        self._activation.write_text(_ACTIVATION)
        self._reread_services()
        wait_until(self._answers, what="the start of gnome-keyring-daemon")

    def stop_daemon(self) -> None:
        """End the keychain while the bus lives on: programs find no Secret Service any more."""
        if self._daemon is not None:
            self._activation.unlink()
            self._reread_services()
            end_process(self._daemon)
            self._daemon = None

    @property
    def is_running(self) -> bool:
        """Whether there is a keychain on the bus."""
        return self._daemon is not None

    def lock(self) -> None:
        """Lock the default collection."""
        with self._connection() as connection:
            Collection(connection).lock()

    def unlock(self) -> None:
        """Unlock the default collection without a prompt."""
        with self._connection() as connection:
            session = open_session(connection)
            service = DBusAddressWrapper(SS_PATH, _INTERNAL, connection)
            secret = format_secret(session, _PASSWORD, "text/plain")
            path = self._default_collection(connection)
            service.call("UnlockWithMasterPassword", "o(oayays)", path, secret)

    def is_locked(self) -> bool:
        """Whether the default collection is locked."""
        with self._connection() as connection:
            return Collection(connection).is_locked()

    def items(self) -> list[KeychainItem]:
        """Everything stored in any collection; labels and attributes can be read while it is locked."""
        with self._connection() as connection:
            return [
                KeychainItem(item.get_label(), item.get_attributes())
                for collection in secretstorage.get_all_collections(connection)
                for item in collection.get_all_items()
            ]

    @property
    def _socket(self) -> Path:
        return self._folder / "runtime" / "bus"

    def _private_environment(self) -> dict[str, str]:
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK")
        inherited = {name: value for name, value in os.environ.items() if name not in hidden}
        private = {
            f"XDG_{name.upper()}_HOME": str(self._folder / name) for name in ("data", "config", "cache")
        }
        return {**inherited, **private, **self.environment, "HOME": str(self._folder)}

    def _start_bus(self) -> None:
        configuration = self._folder / "session_bus.conf"
        text = _BUS_CONFIGURATION.read_text().replace("@SOCKET@", str(self._socket))
        configuration.write_text(text.replace("@SERVICES@", str(self._activation.parent)))
        bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address=1"],
            env=self._private_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # without privileges it complains about limits on open files
        )
        self._stack.callback(end_process, bus)
        # the address is printed once it is listened on; the socket's file is there a little earlier
        if bus.stdout is None or not bus.stdout.readline():
            raise RuntimeError(f"dbus-daemon ended with {bus.wait()}")

    @property
    def _activation(self) -> Path:
        return self._folder / "services" / "org.freedesktop.secrets.service"

    def _reread_services(self) -> None:
        """The bus sees a new file by itself, but later."""
        with self._connection() as connection:
            bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
            connection.send_and_get_reply(new_method_call(bus, "ReloadConfig"), timeout=5)

    def _answers(self) -> bool:
        if self._daemon is not None and self._daemon.poll() is not None:
            raise RuntimeError(f"gnome-keyring-daemon ended with {self._daemon.returncode}")
        with self._connection() as connection:
            return (
                secretstorage.check_service_availability(connection)
                and not Collection(connection).is_locked()
            )

    def _default_collection(self, connection: DBusConnection) -> str:
        service = DBusAddressWrapper(SS_PATH, "org.freedesktop.Secret.Service", connection)
        (path,) = service.call("ReadAlias", "s", "default")
        return str(path)

    @contextmanager
    def _connection(self) -> Iterator[DBusConnection]:
        with closing(open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])) as connection:
            yield connection
