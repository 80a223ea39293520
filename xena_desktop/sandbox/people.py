"""The test people and the service account: who they are and what they may do in which fiscal setup."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xena_desktop.sandbox.registrations import SANDBOX_SERVICE_CLIENT_ID
from xena_desktop.sandbox.resource_files import read_json

Role = Literal["administrator", "bookkeeper", "reader"]


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in. `roles` maps the id of a fiscal setup to the person's role there."""

    key: str
    sub: str
    user_id: int
    username: str
    password: str = field(repr=False)
    name: str
    given_name: str
    family_name: str
    culture: str
    email: str
    email_verified: bool
    picture: str | None
    roles: Mapping[int, Role]

    @property
    def initials(self) -> str:
        """The first letters of given and family name."""
        return self.given_name[:1] + self.family_name[:1]

    def claims(self, scopes: frozenset[str], *, authority: str) -> dict[str, object]:
        """The claims that the scopes open (OpenID Connect Core 5.4), with Xena's `culture`."""
        claims: dict[str, object] = {"sub": self.sub}
        if "profile" in scopes:
            claims |= {
                "name": self.name,
                "given_name": self.given_name,
                "family_name": self.family_name,
                "preferred_username": self.username,
                "culture": self.culture,
                "locale": self.culture,
            }
            if self.picture:
                claims["picture"] = f"{authority}/sandbox/pictures/{self.picture}"
        if "email" in scopes:
            claims |= {"email": self.email, "email_verified": self.email_verified}
        return claims


class People:
    """Everybody the Sandbox knows."""

    def __init__(self) -> None:
        known = [_person(entry) for entry in read_json("sandbox/people.json")]
        self._service_account = next(person for person in known if not person.password)
        self.who_sign_in = tuple(person for person in known if person.password)

    def by_key(self, key: str) -> Person | None:
        """The person of that key (`soren`), or None."""
        return next((person for person in self.who_sign_in if person.key == key), None)

    def by_sub(self, sub: str) -> Person | None:
        """The person with that subject, or None."""
        return next((person for person in self.who_sign_in if person.sub == sub), None)

    def by_password(self, username: str, *, password: str) -> Person | None:
        """The person whose user name and password these are, or None."""
        wanted = username.strip().casefold()
        for person in self.who_sign_in:
            if person.username.casefold() == wanted:
                right = hmac.compare_digest(person.password.encode(), password.encode())
                return person if right else None
        return None

    def of_access_token(self, claims: Mapping[str, object]) -> Person | None:
        """Whom an access token speaks for: its subject, or the user that the service account acts as."""
        if claims.get("client_id") == SANDBOX_SERVICE_CLIENT_ID:
            return self._service_account
        return self.by_sub(str(claims.get("sub")))


def _person(entry: dict[str, Any]) -> Person:
    roles = {int(fiscal_id): role for fiscal_id, role in entry.pop("roles").items()}
    return Person(**entry, roles=roles)
