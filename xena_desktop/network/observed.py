"""One exchange of messages as the transport saw it, for whoever records what happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xena_desktop.domain.errors import NetworkError


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedExchange:
    """A request, and its answer or what kept it from coming. It holds secrets: they show in no ``repr``."""

    method: str
    url: str = field(repr=False)
    sent_headers: Mapping[str, str] = field(repr=False)
    sent_body: bytes = field(repr=False)
    seconds: float
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    error: NetworkError | None = None


Observe = Callable[[ObservedExchange], None]
