"""A person with a browser at the Sandbox, over plain HTTP: signs in, allows or denies, and is led back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urljoin, urlsplit

import requests


class _Forms(HTMLParser):
    """The forms of a page: action, hidden fields and the ids of the buttons."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.ids: set[str] = set()
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.ids.add(values.get("id", ""))
        if tag == "form":
            self.forms.append((values.get("action", ""), {}))
        elif tag == "input" and values.get("type") == "hidden":
            self.forms[-1][1][values["name"]] = values["value"]


@dataclass
class SandboxPerson:
    """Somebody whom a test may give as the system browser: called with an address, does everything there.

    `person` is soren, mette or bo; `answer` what is pressed on the consent page, `leave` closes the tab instead.
    `visited` are the pages, `carried` what was brought back to the program (form_post only), `finished` how many
    addresses are done with. `private_browser` is the name of the browser that has private windows, if any.
    """

    person: str = "soren"
    answer: Literal["allow", "deny", "leave"] = "allow"
    opened: list[str] = field(default_factory=list)
    private_browser: str | None = None
    opened_privately: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    carried: dict[str, str] = field(default_factory=dict)
    carried_to: str = ""
    finished: int = 0

    def __call__(self, url: str) -> bool:
        """Open `url` and go on until the program's own page shows; always True, as of a browser that opens."""
        self.opened.append(url)
        with requests.Session() as web:
            web.trust_env = False
            self._follow(web, web.get(url, timeout=10))
        self.finished += 1
        return True

    def open_privately(self, url: str) -> str | None:
        """Open `url` in a private window of `private_browser`, or not at all where there is none."""
        if self.private_browser is not None:
            self.opened_privately.append(url)
            self(url)
            self.opened.pop()
        return self.private_browser

    def _follow(self, web: requests.Session, response: requests.Response) -> None:
        authority = urlsplit(response.url).netloc
        for _ in range(8):
            self.visited.append(response.url)
            page = _Forms(response.text)
            if urlsplit(response.url).netloc != authority or not page.forms:
                return
            action, values = page.forms[0]
            if "person-soren" in page.ids:
                values["person"] = self.person
            elif "allow" in page.ids:
                if self.answer == "leave":
                    return
                values["answer"] = self.answer
            else:
                self.carried, self.carried_to = values, action
            response = web.post(urljoin(response.url, action), values, timeout=10)
