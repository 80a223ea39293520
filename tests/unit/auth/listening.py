"""A listener that waits for one state, and what it was given."""

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from tests.fakes.raw_http import RawAnswer, exchanged, form_post, page_request
from xena_desktop.auth.loopback import Awaited, LoopbackListener, Parameters, Verdict

STATE, FORMER_STATE = "the-state", "a-former-state"
TRUE = [("code", "code-1"), ("state", STATE), ("id_token", "a.b.c")]
ORIGIN = "https://idp.example"


def judge(state: str) -> Verdict:
    return {STATE: Verdict.LIVE, FORMER_STATE: Verdict.DEAD}.get(state, Verdict.UNKNOWN)


class Listening:
    """Listens from `with` until its end; `delivered` is everything that was taken for the answer."""

    def __init__(
        self,
        redirect_uris: Sequence[str] = ("http://127.0.0.1:0/callback",),
        *,
        response_mode: str = "form_post",
        **seconds: float,
    ) -> None:
        self.delivered: list[Parameters] = []
        self.arrived = threading.Event()
        self.listener = LoopbackListener(redirect_uris, **seconds)
        self.uri = self.listener.redirect_uri
        self._awaited = Awaited(
            response_mode=response_mode, judge=judge, deliver=self._take, origins=frozenset({ORIGIN})
        )

    def __enter__(self) -> Self:
        self.listener.expect(self._awaited)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listener.close()

    def _take(self, parameters: Parameters) -> None:
        self.delivered.append(parameters)
        self.arrived.set()

    def ask(self, request: bytes, *, finish: bool = True) -> RawAnswer:
        return exchanged(self.uri, request, finish=finish)

    def post(self, parameters: list[tuple[str, str]], *more: str, **changes: Any) -> RawAnswer:
        return self.ask(form_post(self.uri, parameters, *more, **changes))

    def get(self, target: str, method: str = "GET") -> RawAnswer:
        return self.ask(page_request(self.uri, target, method))

    def complete(self) -> None:
        """The awaited answer comes, is taken, and the browser fetches its last page."""
        answer = self.post(TRUE)
        assert (answer.status, answer.headers["Location"], answer.body) == (303, "/done", b"")
        assert self.get("/done").status == 200
        assert self.delivered == [{name: [value] for name, value in TRUE}]

    def is_closed(self) -> bool:
        return all(listening.fileno() == -1 for listening in self.listener._sockets)
