"""A body in which a secret is masked while it comes."""

from __future__ import annotations

from requests import Response

from xena_desktop.domain.redaction import MASK, Secret
from xena_desktop.network.receiving import Receiver


class Masking:
    """Passes an answer on without the secret, wherever its pieces were cut: what may be the beginning of it waits."""

    def __init__(self, receiver: Receiver, *, secret: Secret) -> None:
        self._receiver = receiver
        self._secret = secret.reveal().encode()
        self._held = b""

    def begin(self, response: Response) -> None:
        """The head is there; it is masked for everybody who looks at it from now on."""
        self._held = b""
        for name, value in list(response.headers.items()):
            response.headers[name] = value.replace(self._secret.decode(), MASK)
        self._receiver.begin(response)

    def write(self, piece: bytes) -> None:
        """Some more of the body is there."""
        text = (self._held + piece).replace(self._secret, MASK.encode())
        cut = self._begun(text)
        self._held = text[cut:]
        if cut:
            self._receiver.write(text[:cut])

    def _begun(self, text: bytes) -> int:
        """Where the secret may begin at the end of ``text``, or the end."""
        first, at = self._secret[:1], max(0, len(text) - len(self._secret) + 1)
        while (at := text.find(first, at)) >= 0:
            if self._secret.startswith(text[at:]):
                return at
            at += 1
        return len(text)

    def end(self) -> None:
        """Nothing more comes."""
        if self._held:
            self._receiver.write(self._held)
        self._held = b""
        self._receiver.end()
