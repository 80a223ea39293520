"""What the parts of the Sandbox raise to each other; nothing of it leaves the Sandbox."""

from collections.abc import Sequence


class TokenRefused(Exception):
    """A token is not one that this Sandbox issued, or it has ended."""


class PageNotShown(Exception):
    """A page of the identity server cannot go on.

    `kind` names the text that tells the person why; `details` are (field, value) pairs to show with it.
    """

    def __init__(self, kind: str, *, details: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.details = tuple(details)
