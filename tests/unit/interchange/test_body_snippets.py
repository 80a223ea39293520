"""Snippets with bodies of every kind are run, and what comes at the server is what the program itself sends."""

import re
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import pytest

from tests.fakes.recorder import Recorded, Recorder
from tests.unit.interchange.runtimes import EXECUTED, run
from tests.unit.interchange.test_literals import powershell_value
from tests.unit.interchange.test_snippets import (
    CONTROLS,
    NASTY,
    as_mono_writes,
    compared,
    connection_to,
    recorder,
    sent_by_the_program,
)
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.interchange import Language, Outgoing, outgoing
from xena_desktop.domain.written_body import declared_type
from xena_desktop.interchange.snippets import snippet

__all__ = ["recorder"]

FILE = "bilag 'å' \"$HOME\".txt"
FORM = (("navn", NASTY), ("navn", "æ & ø=+%"), ("tom", ""), ("a[b]", CONTROLS), ("", "uden navn"))
PARTS = (
    Part(name="note", value=NASTY),
    Part(name="at", value="@home"),
    Part(name="json", value='{"a": "b;c"}', content_type="application/json"),
    Part(name="lines", value=CONTROLS),
    Part(name="a=b", value="x"),
)
OTHER_BODIES: dict[str, Body] = {
    "form": UrlEncoded(fields=FORM[:4]),
    "form without a name": UrlEncoded(fields=FORM),
    "parts": Multipart(parts=PARTS[:4]),
    "a part that curl has no words for": Multipart(parts=PARTS),
    "parts with files": Multipart(
        parts=(
            Part(name="note", value="hej"),
            Part(name="file", file=FILE),
            Part(name="again", file=FILE, filename="andet navn;x.pdf", content_type="application/pdf"),
            Part(name="raw", file="raw.bin"),
        )
    ),
    "a file": FileBody(path=FILE),
    "a file of bytes": FileBody(path="raw.bin"),
}  # fmt: skip


def parts_of(recorded: Recorded) -> list[tuple[str, str, str, bytes]]:
    """Name, file name, type and content of each part, however the boundary is called and the headers are quoted."""
    content_type = recorded.headers["content-type"]
    message = BytesParser(policy=HTTP).parsebytes(
        f"Content-Type: {content_type}\r\n\r\n".encode() + recorded.body
    )
    boundary = message.get_boundary("")
    assert boundary
    pieces = recorded.body.split(b"--" + boundary.encode())
    found = []
    for piece in pieces[1:-1]:
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        said = {
            name.lower(): value
            for name, _, value in (one.partition(": ") for one in head.decode().split("\r\n"))
        }
        named = dict(re.findall(r'(name|filename)="([^"]*)"', said["content-disposition"]))
        found.append((named["name"], named.get("filename", ""), said.get("content-type", ""), content[:-2]))
    return found


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / FILE).write_text("Sørens bilag\n", encoding="utf-8")
    (tmp_path / "raw.bin").write_bytes(bytes(range(256)) * 300)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", EXECUTED)
@pytest.mark.parametrize("name", OTHER_BODIES)
def test_a_snippet_of_another_body_sends_what_the_program_sends(
    recorder: Recorder, files: Path, language: Language, name: str
) -> None:
    request = ApiRequest(method="POST", path="Document", body=OTHER_BODIES[name])
    expected = sent_by_the_program(recorder, request)
    code = snippet(outgoing(connection_to(recorder), request), language=language)
    run(code, language=language, folder=files)
    found = recorder.next()
    if language is Language.CURL and isinstance(request.body, Multipart):  # curl chooses the boundary itself
        assert found.line == expected.line
        assert parts_of(found) == parts_of(expected)
        return
    if language is Language.CURL and isinstance(
        request.body, UrlEncoded
    ):  # some versions write blanks as a plus
        found = replace(found, body=found.body.replace(b"+", b"%20"))
    names = {"authorization", "accept", "content-type"}
    if language is Language.CSHARP:
        found, expected = as_mono_writes(found), as_mono_writes(expected)
    assert compared(found, names) == compared(expected, names)


def powershell_body(code: str) -> bytes:
    """The bytes that the body of a PowerShell snippet comes to, by the language's own rules."""
    found = re.search(r"^\$body = (.*?)\n\$answer = ", code, re.DOTALL | re.MULTILINE)
    assert found
    joined = found[1].removeprefix("[byte[]](") if found[1].startswith("[byte[]](") else found[1] + ")"
    content = b""
    for part in joined[:-1].split(" +\n    "):
        if part.startswith("[IO.File]::ReadAllBytes((Resolve-Path -LiteralPath "):
            content += Path(powershell_value(part.partition("-LiteralPath ")[2][:-2])).read_bytes()
        else:
            assert part.startswith("[Text.Encoding]::UTF8.GetBytes(")
            content += powershell_value(part.partition("GetBytes(")[2][:-1]).encode()
    return content


@pytest.mark.parametrize("name", OTHER_BODIES)
def test_powershell_makes_the_same_body(recorder: Recorder, files: Path, name: str) -> None:
    request = ApiRequest(method="POST", path="Document", body=OTHER_BODIES[name])
    expected = sent_by_the_program(recorder, request)
    code = snippet(outgoing(connection_to(recorder), request), language=Language.POWERSHELL)
    assert powershell_body(code) == expected.body
    said = re.search(r"-ContentType (.*?) `$", code, re.MULTILINE)
    assert said
    assert powershell_value(said[1]) == expected.headers["content-type"]


def test_curl_does_not_wait_to_be_told_to_go_on(recorder: Recorder, files: Path) -> None:
    (files / "large.bin").write_bytes(b"x" * 1_200_000)
    for body in (FileBody(path="large.bin"), Multipart(parts=(Part(name="a", file="large.bin"),))):
        request = ApiRequest(method="POST", path="Document", body=body)
        code = snippet(outgoing(connection_to(recorder), request), language=Language.CURL)
        run(code, language=Language.CURL, folder=files)
        seen = recorder.next()
        assert "expect" not in seen.headers
        assert len(seen.body) >= 1_200_000


def test_curl_says_forms_and_files_in_its_own_words() -> None:
    def code(body: Body) -> str:
        headers = (("Content-Type", declared_type(body)),)
        return snippet(
            Outgoing(method="POST", url="https://a/", headers=headers, body=body), language=Language.CURL
        )

    said = code(Multipart(parts=(Part(name="a", value="b"), Part(name="f", file="x.pdf"))))
    assert "--form-string 'a=b'" in said
    assert "-F 'f=@\"x.pdf\";type=application/pdf'" in said
    assert "Content-Type" not in said
    assert "--data-urlencode 'a%20b=c d'" in code(UrlEncoded(fields=(("a b", "c d"),)))
    assert "--data-binary '@x.pdf'" in code(FileBody(path="x.pdf"))
