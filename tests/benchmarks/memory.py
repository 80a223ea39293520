"""The memory that a process and those it started need at most, seen from outside.

``python -m tests.benchmarks.memory PID`` looks until its input ends, then prints the most bytes: of everything that
is in memory, and of what is not a mapped file. Processes called with ``ledger`` or ``memory`` do not count.
"""

import contextlib
import os
import select
import sys
from pathlib import Path


def now(root: int) -> tuple[int, int]:
    """Bytes of a process and all below it: resident, and resident but for mapped files."""
    whole = anonymous = 0
    for process in _family(root):
        with contextlib.suppress(OSError, KeyError, ValueError):
            status = Path(f"/proc/{process}/status").read_text().splitlines()
            rss = [line for line in status if line.startswith(("Rss", "VmRSS"))]
            facts = {line.partition(":")[0]: line.split()[1] for line in rss}
            whole += int(facts["VmRSS"]) * 1024
            anonymous += (int(facts["RssAnon"]) + int(facts["RssShmem"])) * 1024
    return whole, anonymous


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
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        found = now(root)
        most = max(most[0], found[0]), max(most[1], found[1])
    os.write(1, f"{most[0]} {most[1]}\n".encode())


if __name__ == "__main__":
    main()
