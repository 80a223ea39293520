"""A small browser over plain HTTP: follows redirects, fills in forms, stops at the client's listener."""

import base64
import hashlib
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests

from xena_desktop.sandbox import SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET, SANDBOX_REDIRECT_URIS, Sandbox

REDIRECT_URI = SANDBOX_REDIRECT_URIS[0]
SCOPE = "openid profile email testapi offline_access"
VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((values["action"], {}))
        elif tag == "input" and values.get("type") == "hidden":
            self.forms[-1][1][values["name"]] = values["value"]


@dataclass
class Page:
    """Where the browser is: a page of the Sandbox, or what was delivered to the client."""

    url: str
    status: int
    text: str
    headers: dict[str, str]
    delivered: dict[str, str] | None = None
    response_mode: str = ""

    @property
    def forms(self) -> list[tuple[str, dict[str, str]]]:
        parser = _Forms()
        parser.feed(self.text)
        return parser.forms


class Browser:
    """One browser with its cookies."""

    def __init__(self, sandbox: Sandbox, *, language: str = "en") -> None:
        self.sandbox = sandbox
        self.http = requests.Session()
        self.http.headers["Accept-Language"] = language

    def authorize(self, **changes: str | None) -> Page:
        values: dict[str, str | None] = {
            "client_id": SANDBOX_CLIENT_ID,
            "redirect_uri": REDIRECT_URI,
            "response_type": "code id_token",
            "response_mode": "form_post",
            "scope": SCOPE,
            "nonce": "a-nonce",
            "state": "a-state",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        wanted = {name: value for name, value in (values | changes).items() if value is not None}
        return self.get(f"{self.sandbox.authority}/connect/authorize?{urlencode(wanted)}")

    def get(self, url: str) -> Page:
        return self._page(self.http.get(url, allow_redirects=False, timeout=5))

    def submit(self, page: Page, *, form: int = 0, **values: str) -> Page:
        action, hidden = page.forms[form]
        data = hidden | values
        url = urljoin(page.url, action)
        return self._page(self.http.post(url, data=data, allow_redirects=False, timeout=5))

    def sign_in(self, person: str = "soren", /, **changes: str | None) -> Page:
        """Sign in and allow; the answer is what the client gets."""
        page = self.authorize(**changes)
        if "person-soren" in page.text:
            page = self.submit(page, person=person)
        return self.submit(page, answer="allow") if 'id="allow"' in page.text else page

    def _page(self, response: requests.Response) -> Page:
        while response.is_redirect:
            target = urljoin(response.url, response.headers["Location"])
            if not target.startswith(self.sandbox.authority):
                return _delivered(target, status=response.status_code)
            response = self.http.get(target, allow_redirects=False, timeout=5)
        page = Page(response.url, response.status_code, response.text, dict(response.headers))
        if page.forms and not page.forms[0][0].startswith("/"):
            page.url, page.delivered = page.forms[0]
            page.response_mode = "form_post"
        return page


def _delivered(target: str, *, status: int) -> Page:
    address = urlsplit(target)
    mode = "query" if address.query else "fragment"
    values = dict(parse_qsl(address.query or address.fragment))
    return Page(target.partition("?")[0].partition("#")[0], status, target, {}, values, mode)


def token(sandbox: Sandbox, **values: str | None) -> requests.Response:
    """A request to the token endpoint by the program's client."""
    data = {"client_id": SANDBOX_CLIENT_ID, "client_secret": SANDBOX_CLIENT_SECRET} | values
    return requests.post(f"{sandbox.authority}/connect/token", data=data, timeout=5)


def exchange(sandbox: Sandbox, code: str, /, **changes: str | None) -> requests.Response:
    """The code for tokens."""
    wanted: dict[str, str | None] = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
    }
    return token(sandbox, **(wanted | changes))


def tokens_of(sandbox: Sandbox, person: str = "soren") -> dict[str, str]:
    """Everything the token endpoint answers for a person who signs in."""
    page = Browser(sandbox).sign_in(person)
    assert page.delivered is not None
    answer: dict[str, str] = exchange(sandbox, page.delivered["code"]).json()
    return answer


def claims_of(jwt: str) -> dict[str, object]:
    """The claims, unverified."""
    part = jwt.split(".")[1]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims
