"""Times the answer that the loopback listener waits for, alone and in a crowd; prints a table."""

import contextlib
import statistics
import threading
import time

from tests.fakes.raw_http import connected, exchanged, form_post
from tests.unit.auth.listening import TRUE, Listening

RUNS = 15
IDLE = 100
FORGED = [("state", "a guess"), ("code", "evil")]


def answered(listening: Listening) -> float:
    """Seconds from the browser's post to the whole answer."""
    started = time.perf_counter()
    assert exchanged(listening.uri, form_post(listening.uri, TRUE)).status == 303
    return time.perf_counter() - started


def alone() -> float:
    with Listening(grace_seconds=0) as listening:
        return answered(listening)


def among_the_silent() -> float:
    with Listening(grace_seconds=0) as listening, contextlib.ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(connected(listening.uri))
        return answered(listening)


def in_a_storm() -> float:
    over = threading.Event()
    with Listening(grace_seconds=0) as listening:

        def forge() -> None:
            while not over.is_set():
                with contextlib.suppress(OSError):
                    exchanged(listening.uri, form_post(listening.uri, FORGED))

        neighbours = [threading.Thread(target=forge) for _ in range(4)]
        for neighbour in neighbours:
            neighbour.start()
        try:
            return answered(listening)
        finally:
            over.set()
            for neighbour in neighbours:
                neighbour.join()


def main() -> None:
    """Measure in turns, and print medians beside the answer that comes alone."""
    kinds = (alone, among_the_silent, in_a_storm)
    rounds = [[kind() for kind in kinds] for _ in range(RUNS + 1)][1:]
    least, *others = (statistics.median(column) for column in zip(*rounds, strict=True))
    slowest = [max(column) for column in zip(*rounds, strict=True)]
    print(f"{'answer of the listener':44}{'median':>9}{'slowest':>9}{'ratio':>8}")
    for kind, seconds, most in zip(kinds, (least, *others), slowest, strict=True):
        print(f"{kind.__name__.replace('_', ' '):44}{seconds:8.4f}s{most:8.4f}s{seconds / least:8.2f}")


if __name__ == "__main__":
    main()
