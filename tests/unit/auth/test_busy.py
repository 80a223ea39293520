from http.client import HTTPMessage

import pytest
import requests

from xena_desktop.auth.busy import LONGEST_SECONDS, seconds_to_wait, unexpected_answer

NOON = "Wed, 25 Nov 2026 12:00:00 GMT"


def answered(status: int, **headers: str) -> requests.Response:
    response = requests.Response()
    response.status_code, response.url = status, "https://login.test:443/connect/token"
    message = HTTPMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    response.headers.update(message.items())
    return response


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (429, "90", 90),
        (503, "0", 0),
        (503, " 7 ", 7),
        (503, "99999999999", LONGEST_SECONDS),
        (503, "Wed, 25 Nov 2026 12:02:00 GMT", 120),
        (503, "Wed, 25 Nov 2026 12:02:00 -0000", 120),
        (503, "Wed, 25 Nov 2026 11:00:00 GMT", 0),
        (503, "Thu, 26 Nov 2026 12:00:00 GMT", LONGEST_SECONDS),
        (429, "", None),
        (503, "soon", None),
        (503, "-5", None),
        (503, "²", None),
        (500, "90", None),
        (200, "90", None),
    ],
)
def test_how_long(status: int, said: str, expected: int | None) -> None:
    response = answered(status, Retry_After=said, Date=NOON)
    assert seconds_to_wait(response) == expected
    error = unexpected_answer(response)
    waiting = {} if expected is None else {"seconds": expected}
    assert error.details == {"host": "login.test:443", "status": status, **waiting}


def test_without_a_word() -> None:
    assert seconds_to_wait(answered(503)) is None
    assert seconds_to_wait(answered(429)) is None


def test_a_date_against_our_own_clock_where_the_server_tells_none() -> None:
    assert seconds_to_wait(answered(503, Retry_After="Wed, 25 Nov 2015 12:00:00 GMT")) == 0
