import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import requests

from xena_desktop.sandbox import Sandbox

from .browser import Browser, claims_of, exchange, tokens_of
from .conftest import Clock

HOLM, DEMO, LUND = 98824, 97190, 96440


class Api:
    """Calls of one person."""

    def __init__(self, sandbox: Sandbox, person: str = "soren") -> None:
        self.base = sandbox.api_base_url
        self.access_token = tokens_of(sandbox, person)["access_token"]

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.access_token}"}
        return requests.request(method, f"{self.base}/{path}", headers=headers, timeout=5, **options)

    def get(self, path: str, **query: object) -> Any:
        response = self.call("GET", path, params=query)
        assert response.status_code == 200, response.text
        return json.loads(response.text, parse_float=Decimal)

    def send(self, method: str, path: str, body: object) -> requests.Response:
        return self.call(method, path, data=json.dumps(body, default=float))


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(sandbox)


def test_fiscal_setups_and_memberships(sandbox: Sandbox, api: Api) -> None:
    setups = api.get("User/FiscalSetup")
    names = [setup["Address"]["Name"] for setup in setups["Entities"]]
    assert (setups["Count"], names) == (3, ["Holm VVS ApS", "Holm Ejendomme ApS", "Demo Regnskab"])
    groups = {row["SecurityGroups"] for row in api.get("User/XenaUserMembership")["Entities"]}
    assert groups == {"Administrator"}
    bare = Api(sandbox, "mette").get("User/IdsUserMembership")
    assert [row["FiscalSetupId"] for row in bare] == [LUND, HOLM]
    assert api.get(f"Fiscal/{DEMO}/FiscalSetup")["Address"]["Name"] == "Demo Regnskab"


def test_health_needs_no_token_and_path_no_capitals(sandbox: Sandbox, api: Api) -> None:
    health = requests.get(f"{sandbox.authority}/api/ACTUATOR/health", timeout=5)
    assert health.json() == {"status": "UP"}
    assert health.headers["Content-Type"] == "application/json; charset=utf-8"
    assert api.get(f"fiscal/{HOLM}/partner")["Count"] == 38


def test_ten_rows_a_page(api: Api) -> None:
    path = f"Fiscal/{HOLM}/Partner"
    first = api.get(path)
    assert (first["Count"], len(first["Entities"])) == (38, 10)
    assert first["Entities"][0]["Address"]["Name"] == "Aarhus Byg A/S"
    assert first["Entities"][0]["Id"] == 98301
    last = api.get(path, **{"listOptions.page": 3, "listOptions.pageSize": 10})
    assert len(last["Entities"]) == 8
    assert api.get(path, Page=1, PageSize=2)["Entities"] == first["Entities"][2:4]
    assert len(api.get(path, ForceNoPaging="true")["Entities"]) == 38
    assert api.get(path, Page=99)["Entities"] == []
    assert len(api.get(f"Fiscal/{HOLM}/Voucher", **{"options.pageSize": 50})["Entities"]) == 35


@pytest.mark.parametrize("query", [{"PageSize": "0"}, {"Page": "-1"}, {"Page": "x"}, {"PageSize": "9" * 30}])
def test_page_that_is_no_number(api: Api, query: dict[str, str]) -> None:
    response = api.call("GET", f"Fiscal/{HOLM}/Partner", params=query)
    assert response.status_code == 400
    assert response.json()["Errors"]


def test_search_and_filters(api: Api) -> None:
    found = api.get(f"Fiscal/{HOLM}/Partner/Search", queryString="rØR")
    names = [row["Address"]["Name"] for row in found["Entities"]]
    assert names == ["Dansk Rørlager", "Xtra Rør & Fittings"]
    customers = api.get(f"Fiscal/{HOLM}/Order", PartnerId=98301)
    assert {row["PartnerId"] for row in customers["Entities"]} == {98301}


def test_values_and_texts_follow_the_culture(sandbox: Sandbox, api: Api) -> None:
    partner = api.get(f"Fiscal/{DEMO}/Partner")["Entities"][0]
    assert partner["PartnerTypeTranslated"] == "Virksomhed"
    order = api.get(f"Fiscal/{DEMO}/Order")["Entities"][0]
    english = Api(sandbox, "bo").get(f"Fiscal/{DEMO}/Order/{order['Id']}")
    assert (order["ContextTypeTranslated"], english["ContextTypeTranslated"]) == ("Kunde", "Customer")
    assert order["DateDaysFriendly"].replace("-", "/") == english["DateDaysFriendly"]
    assert order["Id"] > 2**32
    assert order["TermsOfPayment"]["Description"] == "Netto 14 dage"


def test_amounts_have_all_their_decimals(api: Api) -> None:
    text = api.call("GET", f"Fiscal/{HOLM}/Article?PageSize=1").text
    assert '"SalesPrice":485.00' in text


@pytest.mark.parametrize(
    "header",
    [None, "Bearer ", "Bearer garbled", "Bearer a.b.c", "Basic x", "Bearer æøå".encode().decode("latin-1")],
)
def test_without_a_valid_token(sandbox: Sandbox, header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    response = requests.get(f"{sandbox.api_base_url}/User/FiscalSetup", headers=headers, timeout=5)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


def test_expired_token(api: Api, clock: Clock) -> None:
    clock.advance(seconds=3600)
    response = api.call("GET", "User/FiscalSetup")
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_token_without_the_api_scope(sandbox: Sandbox) -> None:
    page = Browser(sandbox).sign_in(scope="openid")
    assert page.delivered
    access_token = exchange(sandbox, page.delivered["code"]).json()["access_token"]
    assert claims_of(access_token)["scope"] == ["openid"]
    headers = {"Authorization": f"Bearer {access_token}"}
    assert requests.get(f"{sandbox.api_base_url}/Country", headers=headers, timeout=5).status_code == 401


def test_rights(sandbox: Sandbox, api: Api) -> None:
    bo, mette = Api(sandbox, "bo"), Api(sandbox, "mette")
    assert bo.call("GET", f"Fiscal/{HOLM}/Partner").status_code == 403
    assert api.call("GET", "Fiscal/1/Partner").status_code == 403
    partner = {"Address": {"Name": "Ny"}, "PartnerType": "xena_partnertype_person"}
    refused = bo.send("POST", f"Fiscal/{DEMO}/Partner", partner)
    assert (refused.status_code, refused.json()["Message"]) == (
        403,
        "Your role in this fiscal setup does not allow this.",
    )
    assert bo.get(f"Fiscal/{DEMO}/Partner")["Count"] == 10
    assert mette.send("POST", f"Fiscal/{HOLM}/Partner", partner).status_code == 200
    tag = {"Number": 9990, "Description": "Ny", "LedgerAccount": "Xena_Domain_Asset"}
    assert mette.send("POST", f"Fiscal/{HOLM}/LedgerTag", tag).status_code == 403
    assert api.send("POST", f"Fiscal/{HOLM}/LedgerTag", tag).status_code == 200


def test_not_found(sandbox: Sandbox, api: Api) -> None:
    for method, path in (("GET", f"Fiscal/{HOLM}/Partner/1"), ("GET", f"Fiscal/{HOLM}/Nothing")):
        response = api.call(method, path)
        assert response.status_code == 404
        assert response.json()["Message"]
    assert api.call("PATCH", f"Fiscal/{HOLM}/Partner/98301").status_code == 405


def test_create_change_and_delete(api: Api) -> None:
    path = f"Fiscal/{HOLM}/Partner"
    body = {"Address": {"Name": "Ny Kunde", "City": "Aarhus"}, "PartnerType": "xena_partnertype_company"}
    made = api.send("POST", path, {**body, "Id": 5, "Version": 9, "Unknown": 1}).json()
    assert (made["Version"], made["AccountNumber"], made["IsDeactivated"]) == (1, 1039, False)
    assert made["Id"] != 5
    one = f"{path}/{made['Id']}"
    changed = api.send("PUT", one, {"Version": 1, "Address": {"City": "Odense"}}).json()
    assert (changed["Version"], changed["Address"]["Name"], changed["Address"]["City"]) == (
        2,
        "Ny Kunde",
        "Odense",
    )
    deleted = api.call("DELETE", one).json()
    assert deleted == {"Id": made["Id"], "Messages": [], "Success": True, "NewState": "Deactivated"}
    assert api.get(path)["Count"] == 38
    assert api.get(path, ShowDeactivated="true")["Count"] == 39
    assert api.get(one)["IsDeactivated"] is True


def test_version_conflict(api: Api) -> None:
    one = f"Fiscal/{HOLM}/Partner/98301"
    assert api.send("PUT", one, {"Version": 1, "Note": "ring først"}).status_code == 200
    response = api.send("PUT", one, {"Version": 1, "Note": "for sent"})
    assert response.status_code == 409
    result = response.json()
    assert (result["Success"], result["StatusCode"], result["AssignedId"]) == (False, 409, 98301)
    assert result["Errors"][0]["Path"] == "Version"
    assert api.get(one)["Note"] == "ring først"
    assert api.send("PUT", one, {"Note": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "Address"),
        ({"Address": None}, "Address"),
        ({"Address": "Vej 1"}, "Address"),
        ({"Address": {"Zip": 8000}}, "Address.Zip"),
        ({"PartnerType": "company"}, "PartnerType"),
        ({"AccountNumber": "x"}, "AccountNumber"),
        ({"AccountNumber": 2**31}, "AccountNumber"),
        ({"AccountNumber": True}, "AccountNumber"),
        ({"Tags": "a"}, "Tags"),
        ({"Tags": [1]}, "Tags"),
    ],
)
def test_field_errors(api: Api, body: dict[str, object], path: str) -> None:
    response = api.send("POST", f"Fiscal/{HOLM}/Partner", body)
    assert response.status_code == 400
    result = response.json()
    assert path in [error["Path"] for error in result["Errors"]]
    assert all(error["Message"] for error in result["Errors"])
    assert result["Success"] is False


@pytest.mark.parametrize("body", [b"", b"{half", b"[1]", b"\xff", b'"text"'])
def test_body_that_is_no_object(api: Api, body: bytes) -> None:
    response = api.call("POST", f"Fiscal/{HOLM}/Partner", data=body)
    assert response.status_code == 400
    assert response.json()["Messages"] == ["Indholdet skal være et JSON-objekt."]


def test_reference_to_nothing(api: Api) -> None:
    body = {"ContextType": "ContextType_Customer", "PartnerId": 1}
    response = api.send("POST", f"Fiscal/{HOLM}/Order", body)
    assert response.json()["Errors"] == [
        {"Path": "PartnerId", "Message": "Der findes ingen Partner med id 1."}
    ]


def test_an_order_from_start_to_books(api: Api) -> None:
    fiscal = f"Fiscal/{HOLM}"
    body = {"ContextType": "ContextType_Customer", "PartnerId": 98302, "CreateTask": True}
    order = api.send("POST", f"{fiscal}/Order", body).json()
    assert (order["PartnerName"], order["OrderNumber"]) == ("Bælum El & Teknik", 436)
    one = f"{fiscal}/Order/{order['Id']}"
    assert api.send("PUT", f"{one}/Bookkeep", {"Version": 1}).status_code == 400
    (task,) = api.get(f"{one}/OrderTask")["Entities"]
    article = api.get(f"{fiscal}/Article")["Entities"][0]
    line = {"OrderTaskId": task["Id"], "ArticleId": article["Id"], "Quantity": 2.5}
    made = api.send("POST", f"{fiscal}/OrderLine", line).json()
    assert (made["Description"], made["PriceEach"], made["OrderId"]) == (
        "Svend, timeløn",
        485.0,
        order["Id"],
    )
    changed = api.send("PUT", f"{fiscal}/OrderLine/{made['Id']}", {"Version": 1, "Quantity": 3}).json()
    assert changed["Totals"]["PriceNettTotal"] == 1455.0
    assert api.get(f"{one}/Summary")["CanBeInvoiced"] is True
    assert api.send("PUT", f"{one}/Bookkeep", {"Version": 7}).status_code == 409
    closed = api.send("PUT", f"{one}/Bookkeep", {"Version": 1, "InvoicingDate": 20100})
    assert closed.json()["Errors"][0]["Path"] == "InvoicingDate"
    booked = api.send("PUT", f"{one}/Bookkeep", {"Version": 1}).json()
    assert (booked["OrderStatusName"], booked["OrderInvoiceNumbers"]) == ("Faktureret", [6])
    (entry,) = api.get(f"{one}/Journal")["Entities"]
    assert entry["FiscalDateDaysFriendly"] == "24-11-2026"
    voucher = api.get(f"{fiscal}/Voucher/{entry['VoucherId']}")
    assert voucher["DebetAmount"] == voucher["CreditAmount"] == Decimal("1818.75")
    document = api.get(f"{fiscal}/Document/{entry['DocumentId']}")
    pdf = api.call("GET", f"Blob/{fiscal}/Inline/{document['LastVersionId']}")
    assert pdf.content.startswith(b"%PDF-1.4")
    assert b"(1.818,75)" in pdf.content
    assert api.send("PUT", f"{one}/Bookkeep", {"Version": 2}).status_code == 400
    assert api.call("DELETE", one).status_code == 400
    assert api.call("DELETE", f"{fiscal}/OrderLine/{made['Id']}").status_code == 400
    assert api.send("POST", f"{fiscal}/OrderLine", line).status_code == 400


def test_every_voucher_balances_and_running_totals_add_up(api: Api) -> None:
    for fiscal in (HOLM, DEMO):
        vouchers = api.get(f"Fiscal/{fiscal}/Voucher", ForceNoPaging="true")["Entities"]
        assert len(vouchers) > 25
        assert all(row["DebetAmount"] == row["CreditAmount"] > 0 for row in vouchers)
    tags = api.get(f"Fiscal/{HOLM}/LedgerTag", ForceNoPaging="true")["Entities"]
    (bank,) = [tag for tag in tags if tag["Number"] == 5820]
    posts = api.get(f"Fiscal/{HOLM}/LedgerTag/{bank['Id']}/LedgerPost", ForceNoPaging="true")["Entities"]
    assert posts[-1]["RunningTotal"] == sum(post["Amount"] for post in posts)
    days = posts[5]["FiscalDateDays"]
    some = api.get(f"Fiscal/{HOLM}/LedgerTag/{bank['Id']}/LedgerPost", fiscalDateTo=days)
    assert 0 < some["Count"] < len(posts)
    groups = api.get(f"Fiscal/{HOLM}/Transaction/LedgerGroupData")["Entities"]
    assert sum(group["Amount"] for group in groups) == 0
    assert api.call("DELETE", f"Fiscal/{HOLM}/LedgerTag/{bank['Id']}").status_code == 400


def test_period_must_not_end_before_it_begins(api: Api) -> None:
    body = {"Description": "x", "FiscalPeriodStartDays": 10, "FiscalPeriodEndDays": 9}
    response = api.send("POST", f"Fiscal/{HOLM}/FiscalPeriod", body)
    assert response.json()["Errors"][0]["Path"] == "FiscalPeriodEndDays"


def test_files(api: Api) -> None:
    documents = api.get(f"Fiscal/{HOLM}/Document")["Entities"]
    kinds = [(row["LastContentType"], row["IsImage"], row["IsInlinePdf"]) for row in documents]
    assert kinds == [("application/pdf", False, True)] * 5 + [("image/jpeg", True, False)]
    names = []
    for row in documents[4:]:
        blob = f"Blob/Fiscal/{HOLM}"
        saved = api.call("GET", f"{blob}/Download/{row['LastVersionId']}")
        assert saved.headers["Content-Type"] == row["LastContentType"]
        assert saved.headers["Content-Disposition"].startswith("attachment; ")
        names.append(saved.headers["Content-Disposition"].rpartition("''")[2])
        assert len(saved.content) == row["LastContentLength"]
        small = api.call("GET", f"{blob}/ThumbnailByDocument/{row['Id']}")
        assert small.content.startswith(b"\x89PNG")
    assert names == ["faktura-5.pdf", "fyrrum-f%C3%B8r-start.jpg"]
    assert api.call("GET", f"Blob/Fiscal/{HOLM}/Inline/1").status_code == 404


def test_seed_is_the_same_at_each_start_and_writes_are_forgotten(start: Callable[[], Sandbox]) -> None:
    seen = []
    for _ in range(2):
        with start() as sandbox:
            api = Api(sandbox)
            kinds = ("Partner", "Order", "OrderLine", "Article", "LedgerTag", "Voucher", "Document")
            seen.append([api.get(f"Fiscal/{HOLM}/{kind}", ForceNoPaging="true") for kind in kinds])
            api.send("PUT", f"Fiscal/{HOLM}/Partner/98301", {"Version": 1, "Note": "væk"})
    assert seen[0] == seen[1]
    assert [len(rows["Entities"]) for rows in seen[0]][:2] == [38, 24]


def test_service_account_acts_as_its_user(sandbox: Sandbox, api: Api) -> None:
    from xena_desktop.sandbox import SANDBOX_SERVICE_CLIENT_ID, SANDBOX_SERVICE_CLIENT_SECRET

    from .browser import token

    who = {"client_id": SANDBOX_SERVICE_CLIENT_ID, "client_secret": SANDBOX_SERVICE_CLIENT_SECRET}
    api.access_token = token(sandbox, grant_type="client_credentials", **who).json()["access_token"]
    assert [row["Id"] for row in api.get("User/FiscalSetup")["Entities"]] == [HOLM]


def test_a_file_is_laid_with_a_voucher(api: Api) -> None:
    voucher = api.get(f"Fiscal/{DEMO}/Voucher")["Entities"][0]
    before = api.get(f"Fiscal/{DEMO}/Document")["Count"]
    path = f"Blob/Fiscal/{DEMO}/Voucher/{voucher['Id']}"
    answer = api.call(
        "POST",
        path,
        files={"file": ("bilag æ.xml", b"<a/>", "text/xml")},
        data={"Description": "Bilag fra byggemarkedet"},
    )
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert (document["Description"], document["LastFileName"]) == ("Bilag fra byggemarkedet", "bilag æ.xml")
    assert document["LastContentLength"] == 4
    assert api.get(f"Fiscal/{DEMO}/Document")["Count"] == before + 1
    file = api.call("GET", f"Blob/Fiscal/{DEMO}/Download/{document['LastVersionId']}")
    assert (file.content, file.headers["Content-Type"]) == (b"<a/>", "text/xml")
    nothing = api.call("POST", path, data={"Description": "x"})
    assert nothing.status_code == 400
    assert nothing.json()["Errors"][0]["Path"] == "file"
    assert api.call("POST", f"Blob/Fiscal/{DEMO}/Voucher/1", files={"file": ("a", b"x")}).status_code == 404
