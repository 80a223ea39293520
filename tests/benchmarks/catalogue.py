"""Times the catalogue: reading a document, searching at each keystroke, opening forms. Ratios within one run.

python -m tests.benchmarks.catalogue [DOCUMENT]    without a document one of the real one's size is generated
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fakes.api_documents import swagger
from xena_desktop.catalogue.checking import BodyChecker
from xena_desktop.catalogue.description import Description
from xena_desktop.catalogue.document import read
from xena_desktop.catalogue.search import Entry, SearchIndex
from xena_desktop.catalogue.words import synonyms
from xena_desktop.domain.operation import Source
from xena_desktop.services.shelf import Catalogue

ROUNDS = 15
TYPED = (
    "åbne ordrer", "get partner", "method:post partner", "fakturaer kunde", "partner serach", "ordre linje",
    "kontoplan", "ledger post article", "documnet downlaod", "the all",
)  # fmt: skip
SOURCE = Source(place="benchmark")


def walked(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(walked, value.values()))
    return 1 + sum(map(walked, value)) if isinstance(value, list) else 1


def seconds(work: Callable[[], object]) -> float:
    """Of this process alone, for others use the machine as well."""
    began = time.process_time()
    work()
    return time.process_time() - began


def loading(data: bytes) -> None:
    packed = read(data, source=SOURCE)
    rows = [
        (
            seconds(lambda: walked(json.loads(data))),
            seconds(lambda: Description(read(data, source=SOURCE))),
            seconds(lambda: Description(packed)),
        )
        for _ in range(ROUNDS)
    ]
    least, cold, warm = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"json.loads and a walk {least * 1000:.1f} ms")
    print(f"cold load / that: {cold / least:.2f} (goal 3)   warm load / that: {warm / least:.2f} (goal 0.3)")


def keystrokes(index: SearchIndex, *, what: str, goal: float) -> None:
    times = sorted(
        seconds(lambda text=words[:length]: index.found(text)) * 1000  # type: ignore[misc]
        for _ in range(5)
        for words in TYPED
        for length in range(1, len(words) + 1)
    )
    p99 = times[int(len(times) * 0.99)]
    print(
        f"{what}: median {statistics.median(times):.2f} ms, 99 % {p99:.2f} ms (goal {goal}), most {times[-1]:.2f} ms"
    )


def larger(catalogue: Catalogue, count: int) -> SearchIndex:
    chance = random.Random(1)  # noqa: S311 - no secret
    words = ("Alpha", "Beta", "Gamma", "Delta", "Kappa", "Sigma", "Omega", "Theta")
    entries = []
    for number in range(count):
        one = catalogue.operations[number % len(catalogue.operations)]
        more = chance.choice(words) + chance.choice(words) + str(number // len(catalogue.operations))
        entries.append(Entry(one._replace(path=f"{one.path}/{more}", name=f"{one.name}.{more.lower()}")))
    return SearchIndex(entries, synonyms=synonyms())


def opening(catalogue: Catalogue) -> None:
    BodyChecker({})  # jsonschema is loaded
    times = sorted(seconds(lambda one=one: catalogue.form(one)) * 1000 for one in catalogue.operations)  # type: ignore[misc]
    print(f"opening any form: median {statistics.median(times):.2f} ms, most {times[-1]:.2f} ms (goal 50)")


def main(document: Path | None) -> None:
    data = document.read_bytes() if document else json.dumps(swagger(entities=217)).encode()
    catalogue = Catalogue(Description(read(data, source=SOURCE)), language="da")
    print(f"{len(catalogue.operations)} operations, {len(data) / 1e6:.2f} MB")
    loading(data)
    keystrokes(catalogue.index, what=f"keystroke over {len(catalogue.operations):,}", goal=8)
    keystrokes(larger(catalogue, 20_000), what="keystroke over 20,000", goal=30)
    opening(catalogue)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
