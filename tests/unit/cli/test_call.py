from __future__ import annotations

import argparse
import base64
import io
import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from xena_desktop.cli.call import build_request, present
from xena_desktop.cli.output import Output
from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.body import FileBody, Multipart, UrlEncoded
from xena_desktop.domain.exchange import ApiAnswer

BINARY = bytes(range(256)) + b"\r\n\x00"


def options(**changed: object) -> argparse.Namespace:
    plain: dict[str, object] = {
        "method": None,
        "path": "A",
        "query": [],
        "header": [],
        "all_pages": False,
        "data": None,
    }
    return argparse.Namespace(**{**plain, **changed})


def answer(body: bytes, *, content_type: str = "application/json", status: int = 200) -> ApiAnswer:
    return ApiAnswer(
        method="GET",
        url="http://127.0.0.1:1/Api/A",
        status=status,
        reason="OK",
        headers=(("Content-Type", content_type), ("X-Other", "ø")),
        body=body,
        seconds=0.01234,
    )


def presented(
    given: ApiAnswer, *, as_json: bool = False, file: Path | None = None, include: bool = False
) -> bytes:
    written = io.BytesIO()
    stdout = io.TextIOWrapper(written, encoding="ascii")
    output = Output(stdout=stdout, stderr=io.StringIO(), as_json=as_json, quiet=False)
    present(given, output=output, file=file, include=include)
    return written.getvalue()


def test_the_method_is_get_and_with_a_body_post() -> None:
    assert build_request(options(), body=None).method == "GET"
    assert build_request(options(), body=b"").method == "POST"
    assert build_request(options(method="put"), body=b"{}").method == "PUT"


def test_a_body_is_json_unless_a_header_says_otherwise() -> None:
    assert build_request(options(), body=b"{}").headers == (("Content-Type", "application/json"),)
    said = [("content-type", "text/csv")]
    assert build_request(options(header=said), body=b"a").headers == tuple(said)
    assert build_request(options(), body=None).headers == ()


def test_what_d_reads_from_a_large_file_is_json_as_well() -> None:
    assert build_request(options(data="@x"), body=FileBody(path="x")).headers == (
        ("Content-Type", "application/json"),
    )
    for body in (FileBody(path="x"), UrlEncoded(), Multipart()):
        assert build_request(options(), body=body).headers == ()
        assert build_request(options(), body=body).method == "POST"


@pytest.mark.parametrize(
    "wrong", [{"method": "DELETE"}, {"query": [("page", "1")]}, {"query": [("listOptions.page", "1")]}]
)
def test_all_pages_refuses_what_it_cannot_walk(wrong: dict[str, object]) -> None:
    with pytest.raises(CommandLineInvalid, match="--all-pages"):
        build_request(options(all_pages=True, **wrong), body=None)


def test_the_body_goes_out_byte_for_byte() -> None:
    assert presented(answer(BINARY, content_type="image/png")) == BINARY


def test_status_and_headers_come_first_when_asked_for() -> None:
    head, _, body = presented(answer(b"{}"), include=True).partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"HTTP/1.1 200 OK"
    assert "X-Other: ø".encode() in head
    assert body == b"{}"


def test_the_body_goes_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "æ ø å.bin"
    assert presented(answer(BINARY), file=file) == b""
    assert file.read_bytes() == BINARY


def test_the_document_keeps_every_digit() -> None:
    body = b'\xef\xbb\xbf{"Amount": 1.10, "Id": 12345678901234567890, "Name": "S\xc3\xb8ren"}\r\n'
    text = presented(answer(body, content_type="application/json; charset=utf-8"), as_json=True).decode()
    assert '"body": {"Amount": 1.10, "Id": 12345678901234567890, "Name": "Søren"}' in text
    assert json.loads(text) == {
        "method": "GET",
        "url": "http://127.0.0.1:1/Api/A",
        "status": 200,
        "reason": "OK",
        "headers": [{"name": "Content-Type", "value": "application/json; charset=utf-8"},
                    {"name": "X-Other", "value": "ø"}],
        "seconds": 0.012,
        "size": len(body),
        "encoding": "json",
        "body": {"Amount": 1.1, "Id": 12345678901234567890, "Name": "Søren"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "shown"),
    [
        (b"a,b\r\n1,2", "text/csv", "text", "a,b\r\n1,2"),
        (b"12", "text/plain", "text", "12"),
        (b"<html>", "application/json", "text", "<html>"),
        (b"NaN", "application/json", "text", "NaN"),
        (b"", "application/json", "text", ""),
        (b"12", "application/problem+json", "json", 12),
        (BINARY, "application/pdf", "base64", base64.b64encode(BINARY).decode()),
        (b"\xff{}", "application/json", "base64", "/3t9"),
    ],
)
def test_the_document_says_how_the_body_stands_in_it(
    body: bytes, content_type: str, encoding: str, shown: object
) -> None:
    document = json.loads(presented(answer(body, content_type=content_type), as_json=True))
    assert (document["encoding"], document["body"]) == (encoding, shown)


def test_with_a_file_the_document_names_it(tmp_path: Path) -> None:
    document = json.loads(presented(answer(b"{}"), as_json=True, file=tmp_path / "a"))
    assert document["file"] == str(tmp_path / "a")
    assert "body" not in document


@pytest.mark.parametrize("place", ["", "not there/a.json"])
def test_a_file_that_cannot_be_written_is_found_out_before_the_call(
    run: Run, tmp_path: Path, place: str
) -> None:
    ran = run("call", "A", "-o", str(tmp_path / place))
    assert ran.code == 2
    assert "[file_unreadable]" in ran.stderr


def test_a_body_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("call", "A", "-d", f"@{tmp_path}/ingen ø.json", "--json")
    assert ran.code == 2
    assert ran.document["error"]["code"] == "file_unreadable"
    assert "ingen ø.json" in ran.document["error"]["title"]
