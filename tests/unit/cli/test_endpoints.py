from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.api_documents import openapi, swagger
from tests.unit.catalogue.test_document import described
from tests.unit.cli.conftest import Run
from xena_desktop.cli.named_call import is_operation_name, named_request
from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.errors import UnknownOperation
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.services.shelf import Catalogue


def test_endpoints_are_found_before_anybody_signed_in(run: Run) -> None:
    ran = run("endpoints", "åbne", "ordrer")
    assert ran.code == 0
    lines = ran.stdout.decode().splitlines()
    assert lines[0].split() == ["Name", "Method", "Path", "What", "it", "does"]
    assert lines[1].startswith("partner.id.openorder.get")
    assert "endpoints" in ran.stderr


def test_endpoints_for_scripts(run: Run) -> None:
    document = run("--json", "endpoints", "get", "partner").document
    assert document["source"] is None
    first = document["endpoints"][0]
    assert (first["name"], first["method"]) == ("partner.get", "GET")
    assert {"name": "listOptions.page", "in": "query", "kind": "integer", "required": False}.items() <= {
        **first["parameters"][1]
    }.items()


def test_nothing_found_is_said(run: Run) -> None:
    assert run("endpoints", "qqqq").stdout == b"No endpoint is like this.\n"


def test_a_document_is_read_from_a_file_and_stays(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "api.json"
    file.write_text(json.dumps(swagger(entities=2)))
    first = run("--json", "endpoints", "--connection", "xena test", "--file", str(file))
    assert first.document["source"]["title"] == "Generated.Api"
    assert len(first.document["endpoints"]) == 12
    assert len(run("--json", "endpoints", "--connection", "Xena test").document["endpoints"]) == 12


@pytest.mark.parametrize(
    ("path", "is_name"),
    [
        ("partner.get", True),
        ("Partner.Id.GET", True),
        ("notification.get.2", True),
        ("User/FiscalSetup", False),
        ("partner", False),
        ("https://a.example/x.get", False),
    ],
)
def test_what_is_the_name_of_an_operation(path: str, is_name: bool) -> None:
    assert is_operation_name(path) is is_name


def options(path: str, *parameters: str, **changed: object) -> argparse.Namespace:
    given: list[Any] = [tuple(one.split("=", 1)) for one in parameters]
    plain: dict[str, object] = {"path": path, "parameter": given, "method": None, "all_pages": False}
    return argparse.Namespace(**{**plain, **changed})


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(described(swagger(entities=1)), language="en")


@pytest.fixture
def name(catalogue: Catalogue) -> str:
    return catalogue.operations[0].name


def test_parameters_go_where_the_operation_wants_them(catalogue: Catalogue, name: str) -> None:
    given = ("listoptions.pagesize=5", "ids=1,2", "fromDays=2026-01-01", "fiscalId=7")
    made = named_request(ApiRequest(path=name), options(name, *given), catalogue=catalogue)
    assert made.method == "GET"
    assert made.path == catalogue.operations[0].path.replace("{fiscalId}", "7")
    assert made.query == (
        ("listOptions.pageSize", "5"),
        ("ids", "1"),
        ("ids", "2"),
        ("filter.fromDays", "20454"),
    )


def test_the_words_of_an_operation_are_kept_to(catalogue: Catalogue, name: str) -> None:
    for wrong in (
        options(name, "colour=red"),
        options(name, "page=many"),
        options(name, method="DELETE"),
        options(name.replace(".get", ".post"), all_pages=True),
    ):
        with pytest.raises(CommandLineInvalid):
            named_request(ApiRequest(path=wrong.path), wrong, catalogue=catalogue)
    with pytest.raises(UnknownOperation):
        named_request(ApiRequest(path="no.get"), options("no.get"), catalogue=catalogue)


def test_parameters_of_a_path_that_is_written_out(catalogue: Catalogue) -> None:
    given = options("Partner/{id}", "id=a/b", "x=1")
    made = named_request(ApiRequest(path="Partner/{id}"), given, catalogue=catalogue)
    assert (made.path, made.query) == ("Partner/a%2Fb", (("x", "1"),))


def test_headers_and_cookies_of_an_operation() -> None:
    catalogue = Catalogue(described(openapi()), language="en")
    name = catalogue.operations[0].name
    made = named_request(
        ApiRequest(path=name), options(name, "X-Trace=1", "session=2", "kind=big,small"), catalogue=catalogue
    )
    assert made.headers == (("X-Trace", "1"), ("Cookie", "session=2"))
    assert made.query == (("kind", "big,small"),)
