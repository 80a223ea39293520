"""Every snippet is run, and what comes at the server is what the program itself sends there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import pytest

from tests.fakes.recorder import Recorded, Recorder
from tests.unit.interchange.runtimes import EXECUTED, TOKEN, run
from xena_desktop.api.client import send
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.interchange import Language, Outgoing, outgoing
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.written_body import declared_type
from xena_desktop.interchange.snippets import snippet
from xena_desktop.network.transport import Transport

NASTY = (
    "Sørens «Ærø & Åse» \"'`´‘’‚‛“”$HOME $(id) ${x} %PATH% %% ^ ! !! \\ \\\\ \\n {{x}} #{y} "
    "<?php ?> </script> ;|&<>*?[]~\u2028\u00a0\U0001f600"
)
CONTROLS = "a\nb\r\nc\td\x01e\x7ff\x1bg\u0085h"
JSON = '{\n  "Name": "Sørens \\"Ø\\"",\n  "Text": "100 % $5 `x` !"\n}'.encode()
REQUESTS = {
    "plain get": ApiRequest(path="User/FiscalSetup", query=(("ForceNoPaging", "true"),)),
    "query": ApiRequest(
        path="Søg/a b/'x'", query=(("q", NASTY), ("listOptions.page", "0"), ("a[]", "1"))
    ),
    "json": ApiRequest(method="POST", path="Order", body=JSON),
    "nasty body": ApiRequest(
        method="PUT", path="Order/1", body=NASTY.encode(), headers=(("Content-Type", "text/plain; charset=utf-8"),)
    ),
    "controls": ApiRequest(method="PATCH", path="Order/1", body=CONTROLS.encode(), headers=(("X-Tab", "a\tb"),)),
    "quotes in headers": ApiRequest(
        path="x",
        headers=(("X-A", "it's \"so\" `x` $HOME %A% !x \\"), ("X-B", "=5"), ("X-C", "@a"), ("X-D", "\\:=@;")),
    ),
    "at sign": ApiRequest(method="POST", path="x", body=b"@file"),
    "dashes": ApiRequest(method="POST", path="x", body=b"--data"),
    "no body": ApiRequest(method="POST", path="x"),
    "empty body": ApiRequest(method="POST", path="x", body=b""),
    "bytes": ApiRequest(method="POST", path="x", body=bytes(range(1, 256)), headers=(("Content-Type", "image/png"),)),
    "long": ApiRequest(method="POST", path="x", body=b"0123456789'\xc3\xa5" * 20_000),
    "delete": ApiRequest(method="DELETE", path="OrderLine/5"),
    "head": ApiRequest(method="HEAD", path="x"),
    "options": ApiRequest(method="OPTIONS", path="x"),
    "own method": ApiRequest(method="PURGE", path="x", body=b"{}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as server:
        yield server


def connection_to(recorder: Recorder) -> Connection:
    base = f"http://127.0.0.1:{recorder.port}/Api"
    return Connection(id="c", name="c", authority=base, api_base_url=base, client_id="c")


def sent_by_the_program(recorder: Recorder, request: ApiRequest) -> Recorded:
    send(request, connection=connection_to(recorder), access_token=Secret(TOKEN), transport=Transport())
    return recorder.next()


def as_mono_writes(recorded: Recorded) -> Recorded:
    """Mono, unlike .NET, decodes ``%27`` and its like in an address, and puts a blank before ``q=``."""
    accept = recorded.headers["accept"].replace("; q", ";q")
    line = re.sub("%(2[1789A])", lambda code: chr(int(code[1], 16)), recorded.line)
    return replace(recorded, line=line, headers={**recorded.headers, "accept": accept})


def compared(recorded: Recorded, names: set[str]) -> tuple[str, bytes, dict[str, str]]:
    headers = {name: value for name, value in recorded.headers.items() if name in names}
    assert "transfer-encoding" not in recorded.headers
    return recorded.line, recorded.body, headers


@pytest.mark.parametrize("language", EXECUTED)
@pytest.mark.parametrize("name", REQUESTS)
def test_a_snippet_sends_the_same_bytes(
    recorder: Recorder, tmp_path: Path, language: Language, name: str
) -> None:
    request = REQUESTS[name]
    expected = sent_by_the_program(recorder, request)
    code = snippet(outgoing(connection_to(recorder), request), language=language)
    assert TOKEN not in code
    said = run(code, language=language, folder=tmp_path)
    names = {"authorization", "accept", "content-type", *(each.lower() for each, _ in request.headers)}
    found = recorder.next()
    if language is Language.CSHARP:
        found, expected = as_mono_writes(found), as_mono_writes(expected)
    assert compared(found, names) == compared(expected, names)
    if language is not Language.HTTPIE:
        assert "200" in said or language is Language.CURL


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


@pytest.mark.parametrize("language", [one for one in EXECUTED if one is not Language.HTTPIE])
def test_a_method_of_any_characters(recorder: Recorder, tmp_path: Path, language: Language) -> None:
    sent = outgoing(connection_to(recorder), ApiRequest(method="$PURGE'S!", path="x", body=b"{}"))
    run(snippet(sent, language=language), language=language, folder=tmp_path)
    assert recorder.next().line.startswith("$PURGE'S! ")


def test_httpie_knows_methods_of_letters_alone() -> None:
    with pytest.raises(SnippetImpossible) as caught:
        snippet(Outgoing(method="A-B", url="https://a/", headers=(), body=None), language=Language.HTTPIE)
    assert caught.value.details["reason"] == "method"


@pytest.mark.parametrize("language", Language)
def test_a_nul_is_refused(language: Language) -> None:
    with pytest.raises(SnippetImpossible) as caught:
        snippet(Outgoing(method="POST", url="https://a/", headers=(), body=b"a\x00b"), language=language)
    assert caught.value.details == {"language": language, "reason": "nul"}


@pytest.mark.parametrize("language", [Language.JAVASCRIPT, Language.POWERSHELL])
def test_reading_with_a_body_is_refused_where_the_language_cannot(language: Language) -> None:
    with pytest.raises(SnippetImpossible):
        snippet(Outgoing(method="GET", url="https://a/", headers=(), body=b"{}"), language=language)


def test_reading_with_a_body_where_it_can_be(recorder: Recorder, tmp_path: Path) -> None:
    request = ApiRequest(path="x", body=b"{}")
    expected = sent_by_the_program(recorder, request)
    for language in (Language.CURL, Language.HTTPIE, Language.PYTHON, Language.PHP):
        run(
            snippet(outgoing(connection_to(recorder), request), language=language),
            language=language,
            folder=tmp_path,
        )
        seen = recorder.next()
        assert (seen.line, seen.body) == (expected.line, expected.body)
    with pytest.raises(SnippetImpossible):
        snippet(Outgoing(method="HEAD", url="https://a/", headers=(), body=b"{}"), language=Language.CURL)
