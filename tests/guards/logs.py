"""An unexpected record at WARNING or above fails the test that caused it (as qutebrowser's logfail does)."""

import logging
import re
from typing import Self

EXPECTED = "expect_log"


class LogGuard(logging.Handler):
    """Keeps every record at WARNING or above while it is attached to the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)

    def faults(self, *, expected: tuple[str, ...]) -> str:
        """What was logged and not expected, or expected and not logged; nothing when all is well."""
        lines = [f"{record.name}: {record.levelname}: {record.getMessage()}" for record in self.records]
        unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in expected)]
        missing = [pattern for pattern in expected if not any(re.search(pattern, line) for line in lines)]
        return "\n".join(
            [f"unexpected in the log: {line}" for line in unexpected]
            + [f"expected in the log and not there: {pattern}" for pattern in missing]
        )
