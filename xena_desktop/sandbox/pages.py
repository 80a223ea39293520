"""Shows the identity server's pages, in Danish or English as the browser asks."""

import base64
import hashlib
from typing import Any

from flask import Response, request
from jinja2 import Environment, FunctionLoader, StrictUndefined

from xena_desktop.sandbox.errors import PageNotShown
from xena_desktop.sandbox.resource_files import read_json, read_text

_FOLDER = "pages/sandbox"
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
)


class Pages:
    """The pages, drawn from the templates in the resources."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FunctionLoader(lambda name: read_text(f"{_FOLDER}/{name}")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        self._texts: dict[str, Any] = read_json(f"{_FOLDER}/texts.json")
        self._form_post_script = read_text(f"{_FOLDER}/form-post.js")
        self.style_sheet = read_text(f"{_FOLDER}/style.css")

    def show(self, template: str, *, status: int = 200, **values: object) -> Response:
        """A page without any script."""
        # Chromium applies form-action also to where a posted form is redirected to: the program's listener.
        policy = _CONTENT_SECURITY_POLICY + "form-action 'self' http://127.0.0.1:*"
        return self._answer(template, status=status, policy=policy, values=values)

    def show_form_post(self, redirect_uri: str, *, parameters: list[tuple[str, str]]) -> Response:
        """The page that posts the answer to the client (OAuth 2.0 Form Post Response Mode)."""
        digest = base64.b64encode(hashlib.sha256(self._form_post_script.encode()).digest()).decode()
        policy = _CONTENT_SECURITY_POLICY + f"script-src 'sha256-{digest}'"
        values = {
            "redirect_uri": redirect_uri,
            "parameters": parameters,
            "script": self._form_post_script,
        }
        return self._answer("form-post.html", status=200, policy=policy, values=values)

    def show_error(self, error: PageNotShown, *, status: int = 400) -> Response:
        """The page that says what is wrong and what to do about it."""
        text = self._texts[self._language()]["error"]["kinds"][error.kind]
        return self.show("error.html", status=status, text=text, details=error.details)

    def _answer(self, template: str, *, status: int, policy: str, values: dict[str, Any]) -> Response:
        language = self._language()
        body = self._templates.get_template(template).render(
            t=self._texts[language], language=language, **values
        )
        headers = {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "Vary": "Accept-Language",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(body, status=status, headers=headers, mimetype="text/html")

    def _language(self) -> str:
        return request.accept_languages.best_match(list(self._texts), default="en") or "en"
