"""How somebody wants to sign in."""

from __future__ import annotations

from dataclasses import dataclass

from xena_desktop.domain.identity import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWish:
    """What is asked of the server beyond the connection (OIDC Core §3.1.2.1), and where the address is opened.

    ``scopes`` None means the connection's; ``max_age`` is in seconds; ``replaces`` is the account to be renewed;
    ``private``: in a private window, where nobody is signed in yet.
    """

    scopes: frozenset[str] | None = None
    prompt: str | None = None
    login_hint: str | None = None
    max_age: int | None = None
    replaces: Account | None = None
    private: bool = False


ANYBODY = SignInWish()
SOMEBODY_ELSE = SignInWish(prompt="login")
IN_PRIVATE = SignInWish(private=True)
