import re
from typing import Any

import pytest
import requests

from xena_desktop.sandbox import Sandbox

from .test_api import HOLM, Api

KINDS = (
    *("Partner", "PartnerContext", "Order", "OrderTask", "OrderLine", "Article"),
    *("LedgerTag", "FiscalPeriod", "Voucher", "Document"),
)


@pytest.fixture
def document(sandbox: Sandbox) -> dict[str, Any]:
    answer: dict[str, Any] = requests.get(f"{sandbox.authority}/api/swagger/docs/v1", timeout=5).json()
    return answer


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if "$ref" in value else set()
            return own.union(*(references(inner) for inner in value.values()))
        if isinstance(value, list):
            return set().union(*(references(inner) for inner in value))
        return set()

    names = {f"#/definitions/{name}" for name in document["definitions"]}
    assert references(document) <= names
    assert document["swagger"] == "2.0"
    assert "#/definitions/PagedResultSet[PartnerDto]" in names


def test_every_path_parameter_is_described(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            described = [item["name"] for item in operation["parameters"] if item["in"] == "path"]
            assert described == re.findall(r"{(\w+)}", path)


def test_every_described_operation_answers(sandbox: Sandbox, document: dict[str, Any]) -> None:
    api = Api(sandbox)
    first = {kind: api.get(f"Fiscal/{HOLM}/{kind}")["Entities"][-1] for kind in KINDS}
    # what is read and changed comes before what is deleted
    order = {"get": 0, "put": 1, "post": 2, "delete": 3}
    calls = [
        (order[method], path, method, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    assert len(calls) > 60
    for _, path, method, operation in sorted(calls, key=lambda item: item[:3]):
        kind = path.split("{fiscalId}/")[-1].split("/")[0]
        row = first.get(kind, first["Document"])
        body = row | {"ContextType": "ContextType_Customer"} if "consumes" in operation else None
        filled = path.replace("{fiscalId}", str(HOLM)).replace("{id}", str(row["Id"]))
        filled = filled.replace("{versionId}", str(first["Document"]["LastVersionId"]))
        filled = filled.replace("{documentId}", str(first["Document"]["Id"])).removeprefix("/Api/")
        response = api.send(method.upper(), filled, body)
        assert str(response.status_code) in operation["responses"], (method, path, response.text)
        if method == "get":
            assert response.status_code == 200
            _check(response, operation["responses"]["200"]["schema"], document=document)


def _check(response: requests.Response, schema: dict[str, Any], *, document: dict[str, Any]) -> None:
    if schema.get("type") == "file":
        assert response.content
        return
    _conforms(response.json(), schema, definitions=document["definitions"], path="")


def _conforms(value: Any, schema: dict[str, Any], *, definitions: dict[str, Any], path: str) -> None:
    if value is None:
        return
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/definitions/")]
    types: dict[str, Any] = {
        "integer": int,
        "number": (int, float),
        "string": str,
        "boolean": bool,
        "array": list,
    }
    assert isinstance(value, types.get(schema["type"], dict)), path
    if schema["type"] == "array":
        for item in value:
            _conforms(item, schema["items"], definitions=definitions, path=f"{path}[]")
    if schema["type"] == "object":
        assert set(value) == set(schema["properties"]), path
        for name, inner in schema["properties"].items():
            _conforms(value[name], inner, definitions=definitions, path=f"{path}.{name}")
