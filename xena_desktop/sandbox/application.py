"""Puts the Sandbox's parts together into one WSGI application."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath
from traceback import extract_tb

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from xena_desktop.sandbox.api_routes import ApiRoutes
from xena_desktop.sandbox.authorization_server import SandboxAuthorizationServer
from xena_desktop.sandbox.browser_sessions import BrowserSessions
from xena_desktop.sandbox.errors import PageNotShown
from xena_desktop.sandbox.pages import Pages
from xena_desktop.sandbox.people import People
from xena_desktop.sandbox.protocol_routes import ProtocolRoutes
from xena_desktop.sandbox.resource_files import read_bytes
from xena_desktop.sandbox.sign_in_pages import SignInPages
from xena_desktop.sandbox.signing import SigningKey
from xena_desktop.sandbox.state import State
from xena_desktop.sandbox.tokens import TokenIssuer

_log = logging.getLogger(__name__)


def create_application(*, authority: str, state: State, now: Callable[[], datetime]) -> Flask:
    """The identity server and the API behind one address, with a new signing key and fresh business data."""
    key, people, pages = SigningKey(), People(), Pages()
    tokens = TokenIssuer(key, authority=authority, now=now)
    server = SandboxAuthorizationServer(tokens=tokens, state=state, people=people)
    sessions = BrowserSessions(now=now)
    application = Flask(__name__, static_folder=None, template_folder=None)
    sign_in_pages = SignInPages(server=server, sessions=sessions, pages=pages, authority=authority)
    application.register_blueprint(sign_in_pages.blueprint())
    application.register_blueprint(ProtocolRoutes(server=server, key=key, authority=authority).blueprint())
    application.register_blueprint(
        ApiRoutes(tokens=tokens, people=people, authority=authority, now=now).blueprint()
    )
    _serve_own_files(application, pages=pages, state=state)
    _answer_errors(application, pages=pages)
    _refuse_other_hosts(application, authority=authority)
    return application


def _serve_own_files(application: Flask, *, pages: Pages, state: State) -> None:
    @application.get("/sandbox/identity")
    def identity() -> Response:
        return jsonify({"sandbox": "xena-desktop", "state": state.state_id})

    @application.get("/sandbox/style.css")
    def style_sheet() -> Response:
        return Response(pages.style_sheet, mimetype="text/css", headers={"Cache-Control": "no-cache"})

    @application.get("/sandbox/pictures/<name>")
    def picture(name: str) -> Response:
        if PurePosixPath(name).suffix != ".png" or name.startswith("."):
            raise PageNotShown("not_found")
        try:
            return Response(read_bytes(f"sandbox/pictures/{name}"), mimetype="image/png")
        except FileNotFoundError as error:
            raise PageNotShown("not_found") from error

    @application.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status=204)


def _answer_errors(application: Flask, *, pages: Pages) -> None:
    @application.errorhandler(PageNotShown)
    def page_not_shown(error: PageNotShown) -> Response:
        return pages.show_error(error, status=404 if error.kind == "not_found" else 400)

    @application.errorhandler(HTTPException)
    def no_such_page(error: HTTPException) -> Response:
        if _asks_for_json():
            return _json_error(error.code or 404, text=error.name)
        return pages.show_error(PageNotShown("not_found"), status=error.code or 404)

    @application.errorhandler(Exception)
    def internal(error: Exception) -> Response:
        # the kind of error and where it happened; its message could repeat what was sent
        place = extract_tb(error.__traceback__)[-1]
        _log.error("%s in %s, line %s", type(error).__name__, Path(place.filename).name, place.lineno)
        if _asks_for_json():
            return _json_error(500, text="An error has occurred.")
        return pages.show_error(PageNotShown("internal"), status=500)


def _asks_for_json() -> bool:
    return request.path.lower().startswith("/api/") or request.path == "/connect/token"


def _json_error(status: int, *, text: str) -> Response:
    answer = jsonify({"Message": text})
    answer.status_code = status
    return answer


def _refuse_other_hosts(application: Flask, *, authority: str) -> None:
    hosts = {authority.partition("//")[2], authority.partition("//")[2].replace("127.0.0.1", "localhost")}

    @application.before_request
    def refuse_other_hosts() -> Response | None:
        # a page of a foreign name that resolves to 127.0.0.1 must not speak with us (DNS rebinding)
        return None if request.host in hosts else Response(status=421)
