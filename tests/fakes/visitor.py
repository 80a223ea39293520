"""The person at the identity server's pages, without a browser: plain HTTP and HTML forms.

For tests that need a code or a grant and not a browser; it follows `identity_server/pages`.
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal, Self
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

PASSWORD = "test"
"""Everybody's password at the test identity server."""


@dataclass(frozen=True)
class AuthorizationResponse:
    """What the browser would carry to the redirect URI."""

    redirect_uri: str
    response_mode: Literal["form_post", "query", "fragment"]
    parameters: dict[str, str]


class ErrorPage(Exception):
    """The identity server kept the error on a page of its own; the argument is the page's text."""


class _Page(HTMLParser):
    """The first form of a page with its hidden fields, all element ids, and the text."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self.ids: set[str] = set()
        self.text = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.ids.add(values.get("id", ""))
        if tag == "form":
            self.action = values.get("action", "")
        elif tag == "input":
            self.fields[values["name"]] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        self.text += data


class Visitor:
    """One visitor with their cookies, as a context manager."""

    def __init__(self) -> None:
        self._web = requests.Session()
        self._web.trust_env = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._web.close()

    def answer(
        self, authorization_url: str, *, username: str = "soren", password: str = PASSWORD, allow: bool = True
    ) -> AuthorizationResponse:
        """Open the address, sign in if asked, allow or deny, and give back what goes to the redirect URI.

        Raises ErrorPage when the server shows an error or refuses the password.
        """
        authority = urlsplit(authorization_url).netloc
        response = self._web.get(authorization_url, allow_redirects=False)
        for _ in range(12):
            if response.is_redirect:
                address = urljoin(response.url, response.headers["Location"])
                if urlsplit(address).netloc != authority:
                    return _redirected(address)
                response = self._web.get(address, allow_redirects=False)
                continue
            page = _Page(response.text)
            if page.action and urlsplit(page.action).netloc not in ("", authority):
                return AuthorizationResponse(page.action, "form_post", page.fields)
            response = self._submit(response.url, page, username=username, password=password, allow=allow)
        raise ErrorPage("The pages went round in a circle")

    def sign_out(self, end_session_url: str) -> str:
        """Sign out at the server; gives the address it leads to at last."""
        page = _Page(self._web.get(end_session_url).text)
        if page.action is None:
            raise ErrorPage(" ".join(page.text.split()))
        answer = self._web.post(page.action, {**page.fields, "logout": "yes"}, allow_redirects=False)
        return answer.headers["Location"]

    def _submit(
        self, address: str, page: _Page, *, username: str, password: str, allow: bool
    ) -> requests.Response:
        if "signIn" in page.ids and not page.fields["username"]:
            form = {"username": username, "password": password, "action": "signIn"}
        elif {"allow", "deny"} <= page.ids:
            form = {"action": "allow" if allow else "deny"}
        else:
            raise ErrorPage(" ".join(page.text.split()))
        answer = self._web.post(address, form, allow_redirects=False)
        if "signIn" in _Page(answer.text).ids:
            raise ErrorPage(" ".join(_Page(answer.text).text.split()))
        return answer


def _redirected(address: str) -> AuthorizationResponse:
    parts = urlsplit(address)
    bare = parts._replace(query="", fragment="").geturl()
    if parts.query:
        return AuthorizationResponse(bare, "query", dict(parse_qsl(parts.query)))
    return AuthorizationResponse(bare, "fragment", dict(parse_qsl(parts.fragment)))
