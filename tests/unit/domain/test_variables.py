import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.errors import VariableIsSecret, VariableNameInvalid, VariablesUnfilled
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import MASK
from xena_desktop.domain.variables import (
    KnownVariable,
    Level,
    checked_variables,
    is_variable,
    known_variables,
    used_in,
    with_variables,
    without_bare_variables,
)

NAMES = st.from_regex(r"[A-Za-zæøå_][A-Za-zæøå0-9_.-]{0,10}", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["Cs"]))
REQUEST = ApiRequest(
    method="POST",
    path="Fiscal/{fiscalId}/{{what}}/{{ id }}",
    query=(("{{name}}", "a{{ value }}b"),),
    headers=(("X-{{name}}", "{{value}}"),),
    body=b'{"Id": {{id}}, "Tekst": "{{tekst}}", "x": "{{}}"}',
)


def test_every_place_is_filled() -> None:
    levels = {"what": "Å/b"}, {"id": "7", "name": "n", "what": "not this"}, {"value": "{{id}}", "tekst": "ø"}
    assert with_variables(REQUEST, *levels) == ApiRequest(
        method="POST",
        path="Fiscal/{fiscalId}/%C3%85%2Fb/7",
        query=(("n", "a{{id}}b"),),
        headers=(("X-n", "{{id}}"),),
        body='{"Id": 7, "Tekst": "ø", "x": "{{}}"}'.encode(),
    )


def test_what_is_missing_is_named_once_and_nothing_is_filled() -> None:
    assert used_in(REQUEST) == ("what", "id", "name", "value", "tekst")
    with pytest.raises(VariablesUnfilled) as caught:
        with_variables(REQUEST, {"what": "x", "id": ""})
    assert caught.value.details["names"] == "name, value, tekst"


def test_variables_are_no_placeholders() -> None:
    assert REQUEST.placeholders == ("fiscalId",)
    assert REQUEST.filled({"what": "x", "id": "y", "fiscalId": "1"}).path == "Fiscal/1/{{what}}/{{ id }}"


@given(st.dictionaries(NAMES, VALUES, min_size=1), st.dictionaries(NAMES, VALUES), VALUES)
def test_the_nearest_level_wins_and_values_arrive_whole(
    near: dict[str, str], far: dict[str, str], text: str
) -> None:
    plain = text.replace("{", "(")
    for name in {**far, **near}:
        request = ApiRequest(
            path="a", query=(("q", f"{plain}{{{{{name}}}}}{plain}"),), body=f"{{{{{name}}}}}".encode()
        )
        expected = near.get(name, far.get(name, ""))
        filled = with_variables(request, near, far)
        assert filled.query == (("q", plain + expected + plain),)
        assert filled.body == expected.encode()


@given(st.binary())
def test_other_bodies_keep_their_bytes(body: bytes) -> None:
    request = ApiRequest(path="a", body=body)
    if not used_in(request):
        assert with_variables(request) == request


@pytest.mark.parametrize("name", ["", "1a", "a b", "a}", "-"])
def test_names(name: str) -> None:
    with pytest.raises(VariableNameInvalid):
        checked_variables({name: "x"})


def test_secrets_are_refused() -> None:
    assert checked_variables({"partner": "1", "token": ""}) == {"partner": "1", "token": ""}
    with pytest.raises(VariableIsSecret):
        checked_variables({"api_token": "x"})


def test_fields_parts_and_the_names_of_files_are_filled() -> None:
    values = {"a": "1", "b": "æ/ø"}
    for body, filled in (
        (UrlEncoded(fields=(("{{a}}", "x{{b}}"),)), UrlEncoded(fields=(("1", "xæ/ø"),))),
        (
            Multipart(
                parts=(Part(name="{{a}}", value="{{b}}"), Part(name="f", file="/{{a}}", filename="{{b}}"))
            ),
            Multipart(parts=(Part(name="1", value="æ/ø"), Part(name="f", file="/1", filename="æ/ø"))),
        ),
        (FileBody(path="/{{a}}/{{b}}"), FileBody(path="/1/æ/ø")),
    ):
        assert with_variables(ApiRequest(body=body), values).body == filled
        with pytest.raises(VariablesUnfilled) as caught:
            with_variables(ApiRequest(body=body), {})
        assert set(str(caught.value.details["names"]).split(", ")) <= {"a", "b"}


@given(NAMES, VALUES)
def test_a_text_in_json_stays_json_whatever_is_filled_in(name: str, value: str) -> None:
    body = f'{{"a": "x {{{{{name}}}}} \\" y", "b": 1}}'.encode()
    request = ApiRequest(path="a", headers=(("content-type", "application/json"),), body=body)
    filled = with_variables(request, {name: value}).body
    assert isinstance(filled, bytes)
    assert json.loads(filled) == {"a": f'x {value} " y', "b": 1}


def test_a_form_is_filled_as_it_is() -> None:
    headers = (("Content-Type", "text/plain"),)
    request = ApiRequest(path="a", headers=headers, body=b'"{{a}}" {{a}}')
    assert with_variables(request, {"a": 'q"'}).body == b'"q"" q"'


def test_each_variable_is_known_once_with_its_nearest_value() -> None:
    levels = {
        Level.REQUEST: {"size": "5"},
        Level.ACCOUNT: {"size": "20", "Api-Key": "k"},
        Level.CONNECTION: {},
    }
    found = known_variables(levels)
    assert found == [
        KnownVariable("Api-Key", "k", Level.ACCOUNT), KnownVariable("size", "5", Level.REQUEST)
    ]  # fmt: skip
    assert [one.shown for one in found] == [MASK, "5"]


def test_variables_in_place_of_values_are_told_from_those_in_texts() -> None:
    text = '{"{{a}}": {{ b }}, "c": "\\"{{d}}", "e": [{{f}}]}'
    assert without_bare_variables(text, lambda variable: f"<{variable}>") == (
        '{"{{a}}": <{{ b }}>, "c": "\\"{{d}}", "e": [<{{f}}>]}'
    )
    assert [is_variable(one) for one in ("{{a}}", "{{ a }}", "x{{a}}", "{{a}}{{b}}", "{{}}")] == [
        True, True, False, False, False,
    ]  # fmt: skip
