"""A disk that can be full: a file system of its own in memory, seen by one process alone, without any rights.

Debian package: util-linux. The kernel must let a process have a mount namespace of its own.
"""

import contextlib
import os
from pathlib import Path


class SmallDisk:
    """A program started with ``prefix`` before its command line finds the disk at ``place``.

    From outside, ``inside`` shows the same files while that program runs.
    """

    def __init__(self, place: Path, *, kilobytes: int) -> None:
        self.place = place
        place.mkdir()
        mount = f'mount -t tmpfs -o size={kilobytes}k,mode=700 tmpfs "$0" && exec "$@"'
        rooted = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, str(place))
        itself = ("unshare", "--user", f"--map-user={os.getuid()}", f"--map-group={os.getgid()}")
        self.prefix = (*rooted, *itself)  # the second, because a keychain asks who one is

    def inside(self, pid: int) -> Path:
        """Where the disk of the running program ``pid`` can be reached."""
        return Path(f"/proc/{pid}/root{self.place}")

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
