"""A disk that can be full: a file system of its own in memory.

Where the kernel lets anybody have namespaces, one process alone sees it, and nobody needs any rights. In a changed
root folder it does not; there the disk is mounted for all, as root or by sudo. Debian package: util-linux.
"""

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Self


class SmallDisk:
    """As a context manager: a program started with ``prefix`` before its command line finds the disk at ``place``.

    From outside, ``inside`` shows the same files while that program runs.
    """

    def __init__(self, place: Path, *, kilobytes: int) -> None:
        self.place = place
        self.prefix: tuple[str, ...] = ()
        self._kilobytes = kilobytes
        self._as_root = () if os.getuid() == 0 else ("sudo", "-n")

    def __enter__(self) -> Self:
        self.place.mkdir()
        if _may_have_namespaces():
            self.prefix = self._in_namespaces()
        else:
            owner = f"uid={os.getuid()},gid={os.getgid()}"
            mount = ("mount", "-t", "tmpfs", "-o", f"size={self._kilobytes}k,mode=700,{owner}", "tmpfs")
            subprocess.run([*self._as_root, *mount, self.place], check=True)
        return self

    def __exit__(self, *_: object) -> None:
        if not self.prefix:
            subprocess.run([*self._as_root, "umount", "--lazy", self.place], check=True)

    def inside(self, pid: int) -> Path:
        """Where the disk of the running program ``pid`` can be reached."""
        return Path(f"/proc/{pid}/root{self.place}") if self.prefix else self.place

    def fill(self, pid: int) -> None:
        """Take all the room there is."""
        with contextlib.suppress(OSError), (self.inside(pid) / "ballast").open("ab", buffering=0) as ballast:
            for size in (4096, 512, 1):
                with contextlib.suppress(OSError):
                    while True:
                        ballast.write(b"x" * size)

    def make_room(self, pid: int) -> None:
        """Give it back."""
        (self.inside(pid) / "ballast").unlink()

    def _in_namespaces(self) -> tuple[str, ...]:
        mount = f'mount -t tmpfs -o size={self._kilobytes}k,mode=700 tmpfs "$0" && exec "$@"'
        rooted = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, str(self.place))
        itself = ("unshare", "--user", f"--map-user={os.getuid()}", f"--map-group={os.getgid()}")
        return (*rooted, *itself)  # the second, because a keychain asks who one is


def _may_have_namespaces() -> bool:
    tried = ["unshare", "--user", "--map-root-user", "--mount", "true"]
    return subprocess.run(tried, stderr=subprocess.DEVNULL, check=False).returncode == 0
