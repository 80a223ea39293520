"""An API document as a file of requests."""

import json
from pathlib import Path

import pytest
import yaml

from tests.fakes.api_documents import openapi, swagger
from tests.fakes.document_checker import check_request
from xena_desktop.domain.errors import ImportUnreadable
from xena_desktop.services.described_requests import read_import


def test_every_operation_becomes_a_request_that_the_document_allows(tmp_path: Path) -> None:
    document = swagger(entities=3)
    path = tmp_path / "xena.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = read_import(path)
    assert len(found) == sum(len(item) for item in document["paths"].values())
    assert len({(one.request.method, one.request.path) for one in found}) == len(found)
    for one in found:
        assert one.folder
        request = one.request.filled(dict.fromkeys(one.request.placeholders, "7"))
        assert request.body is None or isinstance(request.body, bytes)
        check_request(
            document,
            method=request.method,
            path=request.path,
            query=tuple((name, value or "7") for name, value in request.query),
            headers=(("Content-Type", "application/json"), *request.headers),
            body=request.body,
        )


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_openapi_in_yaml(tmp_path: Path, version: str) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(yaml.safe_dump(openapi(version), allow_unicode=True), encoding="utf-8")
    assert {one.request.method for one in read_import(path)} >= {"GET", "POST"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", '{"paths": 1}', "version"),
        ("a.json", '{"paths": {', "json"),
        ("a.json", '{"openapi": "3.1.0", "paths": {}}', "empty"),
        ("a.yaml", "paths", "api_document"),
        ("a.yml", "a: &a [*a, *a]", "api_document"),
        ("a.yaml", "openapi: 3.1.0\npaths: {}\n#" + "x" * (17 << 20), "large"),
    ],
    ids=["no document", "broken", "empty", "no yaml document", "yaml bomb", "large"],
)
def test_what_is_none_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportUnreadable) as caught:
        read_import(path)
    assert caught.value.details["reason"] == reason
