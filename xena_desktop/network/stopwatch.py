"""When the parts of one exchange began and ended."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from xena_desktop.domain.exchange import Timing


@dataclass(slots=True)
class Stopwatch:
    """Seconds of resolving the name, connecting and TLS as they are measured, and the moments around them."""

    began: float = field(default_factory=time.perf_counter)
    resolving: float = 0.0
    connecting: float = 0.0
    securing: float = 0.0
    answered: float = 0.0
    ended: float = 0.0

    def timing(self) -> Timing:
        """How long each part took; what is over before the request can leave counts as connecting."""
        before = self.resolving + self.connecting + self.securing
        return Timing(
            resolving=self.resolving,
            connecting=self.connecting,
            securing=self.securing,
            waiting=max(0.0, self.answered - self.began - before),
            transferring=max(0.0, self.ended - self.answered),
        )
