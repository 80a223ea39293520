"""A body in which a secret is masked while it comes."""

from __future__ import annotations

from requests import Response

from xena_desktop.domain.redaction import MASK, Secret
from xena_desktop.network.transport import Receiver


class Masking:
    """Passes a body on without the secret, wherever the pieces were cut: the end of each waits for the next."""

    def __init__(self, receiver: Receiver, *, secret: Secret) -> None:
        self._receiver = receiver
        self._secret = secret.reveal().encode()
        self._held = b""

    def begin(self, response: Response) -> None:
        """The head is there."""
        self._held = b""
        self._receiver.begin(response)

    def write(self, piece: bytes) -> None:
        """Some more of the body is there."""
        text = (self._held + piece).replace(self._secret, MASK.encode())
        cut = max(0, len(text) - len(self._secret) + 1)
        self._held = text[cut:]
        if cut:
            self._receiver.write(text[:cut])

    def end(self) -> None:
        """All of it was there."""
        if self._held:
            self._receiver.write(self._held)
        self._held = b""
        self._receiver.end()
