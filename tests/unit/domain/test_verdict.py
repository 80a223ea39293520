import json

import pytest

from tests.unit.domain.test_exchange import CONNECTION
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.redirection import redirection
from xena_desktop.domain.verdict import field_problems, is_version_conflict, save_problems

URL = "https://my.xena.biz/Api/Fiscal/1/Order/7"


def answer(status: int = 200, body: object = None, *, method: str = "PUT", location: str = "") -> ApiAnswer:
    return ApiAnswer(
        method=method,
        url=URL,
        status=status,
        reason="",
        headers=(("Location", location),) if location else (),
        body=json.dumps(body).encode(),
        seconds=0.1,
    )


def test_a_good_status_with_a_bad_word_is_a_failure() -> None:
    said = {
        "Success": False,
        "Errors": [{"Path": "Name", "Message": "missing"}, "ø", {"Path": "A"}],
        "Messages": ["ø", "b"],
    }
    assert save_problems(answer(200, said)) == ("Name: missing", "ø", "A", "b")
    assert save_problems(answer(200, {"Success": False, "Errors": None, "Messages": 5})) == ()


@pytest.mark.parametrize(
    "good",
    [
        answer(200, {"Success": True}),
        answer(200, {"Id": 1}),
        answer(200, [1]),
        answer(200, {"Success": False}, method="GET"),
        answer(400, {"Success": False}),
    ],
)
def test_others_are_not(good: ApiAnswer) -> None:
    assert save_problems(good) is None


def test_problems_of_fields() -> None:
    assert field_problems(answer(400, {"Errors": [{"Path": "Name", "Message": "missing"}]})) == (
        "Name: missing",
    )
    assert field_problems(answer(200, {"Errors": ["x"]})) == ()


@pytest.mark.parametrize(
    ("given", "conflict"),
    [
        (answer(409, {}), True),
        (answer(412), True),
        (answer(409, {}, method="POST"), False),
        (answer(400, {"Errors": [{"Path": "version", "Message": "m"}]}), True),
        (answer(200, {"Success": False, "Errors": [{"Path": "Version"}]}), True),
        (answer(400, {"Errors": [{"Path": "Name"}]}), False),
        (answer(500, {"Errors": [{"Path": "Version"}]}), False),
        (answer(200, {"Id": 1}), False),
    ],
)
def test_conflicts(given: ApiAnswer, conflict: bool) -> None:
    assert is_version_conflict(given) is conflict


POST = ApiRequest(
    method="POST",
    path="x",
    query=(("a", "1"),),
    body=b"{}",
    headers=(("X-A", "1"), ("Content-Type", "text/csv")),
)


@pytest.mark.parametrize(
    ("status", "method", "body"), [(303, "GET", None), (302, "GET", None), (307, "POST", b"{}")]
)
def test_on_the_same_server_the_account_may_follow(status: int, method: str, body: bytes | None) -> None:
    found = redirection(CONNECTION, POST, answer(status, location="../Partner/5?x=1#y"))
    assert found is not None
    assert found.request is not None
    assert found.url == found.request.path == "https://my.xena.biz/Api/Fiscal/1/Partner/5?x=1"
    assert (found.request.method, found.request.body) == (method, body)
    assert dict(found.request.headers).get("Content-Type") == (None if body is None else "text/csv")


@pytest.mark.parametrize(
    "location",
    ["https://other.test/file", "//other.test/", "https://my.xena.biz:444/", "https://login.xena.biz/"],
)
def test_to_another_origin_nothing_of_the_account_goes(location: str) -> None:
    found = redirection(CONNECTION, POST, answer(302, location=location))
    assert found is not None
    assert found.is_safe
    assert found.request is None


@pytest.mark.parametrize(
    "location", ["http://my.xena.biz/", "ftp://x/", "https://a@my.xena.biz/", "https://ø.dk/", "https://[/"]
)
def test_what_is_not_safe_is_shown_only(location: str) -> None:
    found = redirection(CONNECTION, POST, answer(301, location=location))
    assert found is not None
    assert (found.is_safe, found.request) == (False, None)


def test_no_redirection() -> None:
    assert redirection(CONNECTION, POST, answer(302)) is None
    assert redirection(CONNECTION, POST, answer(201, location="/x")) is None
    assert redirection(CONNECTION, POST, answer(304, location="/x")) is None
