"""The API's answers that are not 200, in Xena's shapes."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field; `path` is its name, with dots into other shapes."""

    path: str
    message: str


class ApiRefused(Exception):
    """An operation ends with this status and body."""

    def __init__(self, status: int, *, body: object) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


@dataclass(frozen=True)
class Answer:
    """An answer that is not plain JSON with status 200."""

    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


def not_saved(status: int, *, errors: Sequence[FieldError], assigned_id: int | None = None) -> ApiRefused:
    """A SaveResult that says why nothing was saved."""
    body = {
        "AssignedId": assigned_id,
        "StatusCode": status,
        "Messages": [error.message for error in errors if not error.path],
        "Errors": [{"Path": error.path, "Message": error.message} for error in errors],
        "Success": False,
    }
    return ApiRefused(status, body=body)


def message(status: int, *, text: str) -> ApiRefused:
    """An answer with one sentence, as ASP.NET Web API gives it."""
    return ApiRefused(status, body={"Message": text})
