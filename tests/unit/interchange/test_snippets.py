"""Every snippet is run, and what comes at the server is what the program itself sends there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.recorder import Recorded, Recorder
from tests.unit.interchange.runtimes import EXECUTED, TOKEN, run
from xena_desktop.api.client import send
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.interchange import Language, Outgoing, outgoing
from xena_desktop.domain.redaction import Secret
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
