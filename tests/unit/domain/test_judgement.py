from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.domain.test_exchange import CONNECTION
from xena_desktop.domain.body import Body, Multipart, Part, UrlEncoded
from xena_desktop.domain.exchange import METHOD_PATTERN, READING_METHODS, ApiRequest
from xena_desktop.domain.judgement import Deed, Judgement, Need, judged


def judge(method: str, path: str, *, headers: tuple[tuple[str, str], ...] = ()) -> Judgement:
    return judged(CONNECTION, ApiRequest(method=method, path=path, headers=headers), fiscal_id="98824")


@pytest.mark.parametrize(
    "path",
    [
        "User/5",
        "user/5/",
        "/Api/User/5",
        "/api//USER//5",
        "https://my.xena.biz/Api/User/5",
        "https://my.xena.biz/Api/User/5?x=1#y",
        "/Api/Api/User/5",
        "/Api/%55ser/5",
        "/Api/%2555ser/5",
        "/Api/./User/5",
        "Fiscal/%2e%2e/User/5",
        "/Api/Fiscal/1/../../User/5",
        "User;v=1/5;x",
        "User/{id}",
        "User%2F5",
        r"\Api\User\5",
        " User/5 ",
    ],
)
def test_a_persons_user_is_never_removed(path: str) -> None:
    assert judge("DELETE", path).never == "user"
    assert judge("delete", path).never == "user"
    assert judge("POST", path, headers=(("X-HTTP-Method-Override", "delete"),)).never == "user"
    assert judge("GET", path).never == ""


@given(
    st.text(min_size=1, max_size=8).filter(lambda text: not set(text) & set("/\\?#;{}%") and text.strip(" ."))
)
def test_however_it_is_encoded(user_id: str) -> None:
    if not user_id.split():
        return
    assert judge("DELETE", "User/" + quote(user_id, safe="")).never == "user"


@pytest.mark.parametrize(
    ("method", "path", "never"),
    [
        ("DELETE", "Fiscal/{fiscalId}/FiscalSetup", "company"),
        ("DELETE", "Fiscal/98824/fiscalsetup/", "company"),
        ("POST", "Fiscal/{fiscalId}/FiscalSetup/Transfer/7", "ownership"),
        ("POST", "Fiscal/{fiscalId}/FiscalSetup/TransferToEmail", "ownership"),
        ("DELETE", "User/VCard/5", ""),
        ("DELETE", "Fiscal/{fiscalId}/FiscalSetup/Logo", ""),
        ("DELETE", "Fiscal/{fiscalId}/User/5/Note", ""),
        ("GET", "Fiscal/{fiscalId}/FiscalSetup", ""),
        ("PUT", "Fiscal/{fiscalId}/FiscalSetup", ""),
    ],
)
def test_what_is_never_offered(method: str, path: str, never: str) -> None:
    assert judge(method, path).never == never


@pytest.mark.parametrize(
    ("method", "path", "deed", "company", "thing", "thing_id"),
    [
        ("GET", "Fiscal/{fiscalId}/Partner/5", Deed.READ, "98824", "Partner", "5"),
        ("POST", "Fiscal/{FiscalId}/Order", Deed.CREATE, "98824", "Order", ""),
        ("POST", "User/VCard", Deed.RUN, "", "VCard", ""),
        ("PUT", "/Api/Fiscal/12/Order/7", Deed.CHANGE, "12", "Order", "7"),
        ("PATCH", "Fiscal/12/Order/7", Deed.CHANGE, "12", "Order", "7"),
        ("POST", "Fiscal/12/Order/7/Bookkeep", Deed.RUN, "12", "Bookkeep", ""),
        ("DELETE", "Fiscal/12/OrderLine/5183976", Deed.DELETE, "12", "OrderLine", "5183976"),
        ("POST", "Blob/Fiscal/12/Partner/3", Deed.RUN, "12", "Partner", "3"),
        ("PUT", "Fiscal/12/FiscalSetup/MD5Key", Deed.RUN, "12", "MD5Key", ""),
        ("POST", "", Deed.RUN, "", "", ""),
    ],
)
def test_what_a_request_does(
    method: str, path: str, deed: Deed, company: str, thing: str, thing_id: str
) -> None:
    found = judge(method, path)
    assert (found.deed, found.company, found.thing, found.thing_id) == (deed, company, thing, thing_id)


@pytest.mark.parametrize(
    ("path", "warned"),
    [
        ("https://my.xena.biz/connect/token", True),
        ("/connect/TOKEN/", True),
        ("/connect/revocation", True),
        ("/oauth/token", True),
        ("User/Token", True),
        ("Fiscal/{fiscalId}/Partner", False),
        ("ImportFromEconomic/token/1", False),
    ],
)
def test_where_tokens_are_handed_out(path: str, warned: bool) -> None:
    for method in ("GET", "POST"):
        found = judge(method, path)
        assert found.at_token_endpoint is warned
        assert (found.need(read_only=False, writes_allowed=True) is Need.WARNING) is warned


@pytest.mark.parametrize(
    ("method", "read_only", "allowed", "need"),
    [
        ("GET", True, False, Need.NOTHING),
        ("POST", False, False, Need.NOTHING),
        ("POST", True, False, Need.CONSENT),
        ("PUT", True, True, Need.NOTHING),
        ("DELETE", True, True, Need.TYPED),
        ("DELETE", False, False, Need.TYPED),
    ],
)
def test_what_it_needs(method: str, read_only: bool, allowed: bool, need: Need) -> None:
    assert judge(method, "Order/1").need(read_only=read_only, writes_allowed=allowed) is need


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override "])
def test_an_override_counts_as_the_method(name: str) -> None:
    assert judge("GET", "x", headers=((name, " put "),)).method == "PUT"
    assert judge("DELETE", "x", headers=((name, "GET"),)).method == "DELETE"
    assert judge("POST", "x", headers=((name, "DELETE"),)).deed is Deed.DELETE
    assert judge("GET", "x", headers=((name, ""),)).deed is Deed.READ


@pytest.mark.parametrize(
    "body",
    [
        UrlEncoded(fields=(("_method", "delete"),)),
        Multipart(parts=(Part(name="X-HTTP-Method", value="DELETE"),)),
    ],
)
def test_a_field_of_a_form_may_be_such_an_override(body: Body) -> None:
    request = ApiRequest(method="POST", path="User/5", body=body)
    assert judged(CONNECTION, request, fiscal_id=None).never == "user"


def test_a_query_may_be_such_an_override() -> None:
    request = ApiRequest(method="POST", path="User/5", query=(("_method", "DELETE"),))
    assert judged(CONNECTION, request, fiscal_id=None).never == "user"


@given(st.from_regex(METHOD_PATTERN, fullmatch=True), st.booleans())
def test_a_method_that_is_not_known_is_asked_about(method: str, in_header: bool) -> None:
    assume(method.strip().upper() not in READING_METHODS)
    headers = (("X-HTTP-Method-Override", method),) if in_header else ()
    request = ApiRequest(method="GET" if in_header else method, path="Fiscal/1/Partner/2", headers=headers)
    judgement = judged(CONNECTION, request, fiscal_id=None)
    assert judgement.deed is not Deed.READ
    assert judgement.need(read_only=True, writes_allowed=False) is not Need.NOTHING
