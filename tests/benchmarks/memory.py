"""The memory that a process and those it started need at most, seen from outside.

``python -m tests.benchmarks.memory PID`` looks until its input ends, then prints the most bytes: with the pages of
answers' files that are mapped, and without. Such pages could be dropped and read again at any moment. The program's
own code and libraries are no part of either; the server of the benchmark and this process itself do not count.
"""

import contextlib
import os
import select
import sys
from pathlib import Path

FOLDER = "xena-answers-"
"""What the path of every answer's file in the benchmark holds."""


def now(root: int) -> tuple[int, int]:
    """Bytes that a process and all below it hold: with mapped pages of files in ``FOLDER``, and without."""
    held = mapped = 0
    for process in _family(root):
        with contextlib.suppress(OSError, IndexError, ValueError):
            held += sum(_kilobytes(Path(f"/proc/{process}/smaps_rollup").read_bytes(), b"Anonymous:"))
            maps = Path(f"/proc/{process}/smaps").read_bytes().split(FOLDER.encode())[1:]
            mapped += sum(_kilobytes(part, b"Pss:")[0] for part in maps)
    return (held + mapped) * 1024, held * 1024


def _kilobytes(facts: bytes, name: bytes) -> list[int]:
    return [int(part.split(maxsplit=1)[0]) for part in facts.split(b"\n" + name)[1:]]


def _family(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            if b"tests.benchmarks.ledger" in words or b"tests.benchmarks.memory" in words:
                continue
            found.append(process)
            for task in Path(f"/proc/{process}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return found


def main() -> None:
    root = int(sys.argv[1])
    most = (0, 0)
    while not select.select([sys.stdin], [], [], 0.02)[0]:
        found = now(root)
        most = max(most[0], found[0]), max(most[1], found[1])
    os.write(1, f"{most[0]} {most[1]}\n".encode())


if __name__ == "__main__":
    main()
