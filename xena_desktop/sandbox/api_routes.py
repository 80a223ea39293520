"""Finds the operation for a request, checks token, membership and right, and writes the answer."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from xena_desktop.sandbox.bearer import bearer_token, refused
from xena_desktop.sandbox.call import Call, Upload
from xena_desktop.sandbox.choices import Choices
from xena_desktop.sandbox.definitions import Definitions
from xena_desktop.sandbox.errors import TokenRefused
from xena_desktop.sandbox.json_text import read_json_text, write_json
from xena_desktop.sandbox.operations import Operation, Right, operations
from xena_desktop.sandbox.people import People, Person
from xena_desktop.sandbox.presentation import Presentation
from xena_desktop.sandbox.refusals import Answer, ApiRefused, FieldError, message, not_saved
from xena_desktop.sandbox.seed import seeded_store
from xena_desktop.sandbox.swagger import swagger_document
from xena_desktop.sandbox.tokens import TokenIssuer

_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


class ApiRoutes:
    """The API: one route that the table of operations divides, so that no path depends on its capitals."""

    def __init__(
        self, *, tokens: TokenIssuer, people: People, authority: str, now: Callable[[], datetime]
    ) -> None:
        self._tokens = tokens
        self._people = people
        self._authority = authority
        self._now = now
        self._definitions = Definitions()
        self._choices = Choices()
        self._presentation = Presentation(definitions=self._definitions, choices=self._choices)
        self._store = seeded_store(now=now)
        self._operations = operations()
        self._patterns = [(_pattern(operation.path), operation) for operation in self._operations]

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("api", __name__)
        for spelling in ("Api", "api", "API"):
            routes.add_url_rule(
                f"/{spelling}/<path:_rest>", view_func=self.answer, methods=_METHODS, endpoint=spelling
            )
        return routes

    def answer(self, _rest: str) -> Response:
        """The answer to any request under `/Api`."""
        try:
            if request.path.lower() == "/api/swagger/docs/v1" and request.method == "GET":
                return self._described()
            return self._answer()
        except TokenRefused as error:
            return refused(error)
        except ApiRefused as error:
            return _json(error.status, error.body)

    def _answer(self) -> Response:
        operation, path = self._found()
        nobody = operation.right is Right.NOBODY
        person = self._people.who_sign_in[0] if nobody else self._caller()
        self._check_right(operation, person=person, path=path)
        call = self._call(person, operation, path=path)
        if operation.right in (Right.NOBODY, Right.SIGNED_IN):
            answer = operation.handler(call)
        else:
            # one call at a time for each fiscal setup: what a handler reads stays true until it has written
            with call.fiscal.lock:
                answer = operation.handler(call)
        if isinstance(answer, Answer):
            return Response(answer.body, headers=answer.headers, content_type=answer.content_type)
        return _json(200, answer)

    def _found(self) -> tuple[Operation, dict[str, str]]:
        allowed = []
        method = "GET" if request.method == "HEAD" else request.method
        for pattern, operation in self._patterns:
            if match := pattern.fullmatch(request.path):
                if operation.method == method:
                    return operation, match.groupdict()
                allowed.append(operation.method)
        text = f"{request.method} {request.path}"
        if allowed:
            raise message(405, text=f"The requested resource does not support {text}.")
        raise message(404, text=f"No HTTP resource was found that matches {text}.")

    def _caller(self) -> Person:
        claims = self._tokens.access_claims(bearer_token(request))
        scopes = claims.get("scope")
        person = self._people.of_access_token(claims)
        if person is None or not isinstance(scopes, list) or "testapi" not in scopes:
            raise TokenRefused("the access token does not open the API")
        return person

    def _check_right(self, operation: Operation, *, person: Person, path: dict[str, str]) -> None:
        if "fiscalId" not in path:
            return
        role = person.roles.get(int(path["fiscalId"]))
        if role is None:
            raise message(403, text=self._choices.text("no_membership", culture=person.culture))
        if role not in operation.right.value:
            raise message(403, text=self._choices.text("no_right", culture=person.culture))

    def _call(self, person: Person, operation: Operation, *, path: dict[str, str]) -> Call:
        return Call(
            person=person,
            store=self._store,
            path=path,
            query={name.rpartition(".")[2].lower(): value for name, value in request.args.items()},
            body=self._body(person) if operation.body is not None else None,
            definitions=self._definitions,
            choices=self._choices,
            presentation=self._presentation,
            authority=self._authority,
            now=self._now,
            form=request.form.to_dict() if operation.form else {},
            uploads=_uploads() if operation.form else {},
        )

    def _body(self, person: Person) -> Any:
        try:
            return read_json_text(request.get_data().decode("utf-8-sig"))
        except ValueError as error:
            text = self._choices.text("body", culture=person.culture)
            raise not_saved(400, errors=[FieldError("", text)]) from error

    def _described(self) -> Response:
        """The API's own document, or 304 for whoever has it already (RFC 9110 §13.1.2)."""
        response = _json(200, self._swagger())
        response.add_etag()
        response.make_conditional(request)
        return response

    def _swagger(self) -> dict[str, Any]:
        return swagger_document(
            self._operations,
            authority=self._authority,
            definitions=self._definitions,
            choices=self._choices,
        )


def _uploads() -> dict[str, Upload]:
    """The files of a form; of several under one name the first."""
    return {
        name: Upload(name=file.filename or "", content_type=file.mimetype, content=file.read())
        for name, file in request.files.items()
    }


def _pattern(path: str) -> re.Pattern[str]:
    numbers = re.sub(r"{(\w+)}", r"(?P<\1>[0-9]{1,18})", path)
    return re.compile(f"{numbers}/?", re.IGNORECASE | re.ASCII)


def _json(status: int, body: object) -> Response:
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(
        write_json(body), status=status, headers=headers, content_type="application/json; charset=utf-8"
    )
