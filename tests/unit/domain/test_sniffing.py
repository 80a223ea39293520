from __future__ import annotations

import json

import pytest

from xena_desktop.domain.sniffing import ContentKind, sniffed

JSON = json.dumps({"Navn": "Ærø"}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "content_type", "kind", "encoding"),
    [
        (b"", "application/json", ContentKind.EMPTY, ""),
        (JSON.encode(), "text/html", ContentKind.JSON, "utf-8"),
        (b"\xef\xbb\xbf[1]", "", ContentKind.JSON, "utf-8"),
        (JSON.encode("utf-16"), "application/json", ContentKind.JSON, "utf-16-le"),
        (JSON.encode("utf-16-be"), "application/json", ContentKind.JSON, "utf-16-be"),
        (JSON.encode(), "application/json; charset=iso-8859-1", ContentKind.JSON, "utf-8"),
        (JSON.encode("latin-1"), "application/json; charset=iso-8859-1", ContentKind.JSON, "iso-8859-1"),
        (JSON.encode("latin-1"), "application/json; charset=utf-8", ContentKind.JSON, "cp1252"),
        (JSON.encode("latin-1"), "application/json", ContentKind.JSON, "cp1252"),
        (JSON.encode() + b"\xff", "application/json", ContentKind.JSON, "utf-8"),
        (b"Gr\xf8n", "text/plain; charset=none-such", ContentKind.TEXT, "cp1252"),
        (b"Gr\xf8n", "text/plain", ContentKind.TEXT, "cp1252"),
        (b"Gr\xf8n", "application/octet-stream", ContentKind.BINARY, ""),
        (b"42", "application/json", ContentKind.JSON, "utf-8"),
        (b" -4", "application/json", ContentKind.JSON, "utf-8"),
        (b'"Gr\xc3\xb8n"', "application/json", ContentKind.JSON, "utf-8"),
        (b"nul", "application/json", ContentKind.TEXT, "utf-8"),
        (b"Internal server error", "application/json", ContentKind.TEXT, "utf-8"),
        (b"Id;Navn\n1;S\xc3\xb8ren\n", "application/json", ContentKind.CSV, "utf-8"),
        (b"<?xml version='1.0'?><a/>", "application/json", ContentKind.XML, "utf-8"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xf8</a>", "", ContentKind.XML, "iso-8859-1"),
        (b"<html><meta charset=windows-1252>\x80</html>", "", ContentKind.HTML, "windows-1252"),
        (b"<?xml version='1.0' encoding='none-such'?><a>\xf8</a>", "", ContentKind.XML, "cp1252"),
        (b'{"a": 1}\n{"a": 2}\n', "application/json", ContentKind.JSON_LINES, "utf-8"),
        (b'\x1e{"a": 1}\n\x1e{"a": 2}\n', "", ContentKind.JSON_LINES, "utf-8"),
        (b"\xef\xbb\xbf[1]\r\n\r\n[2]", "text/plain", ContentKind.JSON_LINES, "utf-8"),
        (b'{"a": 1}\n', "application/x-ndjson", ContentKind.JSON_LINES, "utf-8"),
        (b'{"a": 1}\n', "application/json", ContentKind.JSON, "utf-8"),
        (b'{\n  "a": 1\n}\n', "application/x-ndjson", ContentKind.JSON, "utf-8"),
        (b'{"a": 1}\nand then', "application/json", ContentKind.JSON, "utf-8"),
        (b'{"a": "' + b"x" * 70_000, "application/x-ndjson", ContentKind.JSON_LINES, "utf-8"),
        (b'{"a": "' + b"x" * 70_000, "application/json", ContentKind.JSON, "utf-8"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "", ContentKind.XML, "utf-8"),
        (b"<!-- c --><a/>", "", ContentKind.XML, "utf-8"),
        (b"<!DOCTYPE html><html>", "text/plain", ContentKind.HTML, "utf-8"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "", ContentKind.PICTURE, "utf-8"),
        (b"\x89PNG\r\n\x1a\n", "text/plain", ContentKind.PICTURE, ""),
        (b"%PDF-1.7\n", "application/octet-stream", ContentKind.PDF, ""),
        (b"a;b\n1;2\n", "text/plain", ContentKind.CSV, "utf-8"),
        (b"a;b\n1;2\n", "text/csv", ContentKind.CSV, "utf-8"),
        (b"Hello, you\nand you", "text/plain", ContentKind.TEXT, "utf-8"),
        (bytes(range(256)), "text/plain", ContentKind.BINARY, ""),
        (b"PK\x03\x04\x00\x00\x00\x00\x00", "application/json", ContentKind.BINARY, ""),
        (b'["a\x00b and a good deal more of text"]', "application/json", ContentKind.JSON, "utf-8"),
    ],
)
def test_content_counts_and_not_what_the_server_says(
    body: bytes, content_type: str, kind: ContentKind, encoding: str
) -> None:
    found = sniffed(body, content_type=content_type)
    assert (found.kind, found.encoding) == (kind, encoding)
