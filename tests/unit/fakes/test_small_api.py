"""The small Xena-shaped API beside the test identity server."""

import pytest

from tests.unit.fakes.by_hand import ByHand


def test_companies_and_memberships_in_envelopes(hybrid: ByHand) -> None:
    access_token = hybrid.sign_in()["access_token"]
    setups = hybrid.api("User/FiscalSetup", access_token).json()
    memberships = hybrid.api("User/XenaUserMembership", access_token).json()
    assert (setups["Count"], memberships["Count"]) == (2, 2)
    assert [one["Id"] for one in setups["Entities"]] == [
        one["FiscalSetupId"] for one in memberships["Entities"]
    ]
    assert memberships["Entities"][0]["FiscalSetupName"] == "Bageri Nord ApS"


def test_partners_come_ten_a_page(hybrid: ByHand) -> None:
    access_token = hybrid.sign_in()["access_token"]
    first = hybrid.api("Fiscal/41001/Partner", access_token).json()
    second = hybrid.api("Fiscal/41001/Partner?Page=1", access_token).json()
    assert (first["Count"], len(first["Entities"]), len(second["Entities"])) == (12, 10, 2)


def test_partner_is_added(hybrid: ByHand) -> None:
    access_token = hybrid.sign_in()["access_token"]
    added = hybrid.api(
        "Fiscal/41001/Partner", access_token, json_body={"Address": {"Name": "Ny Kunde"}}
    ).json()
    assert (added["Address"]["Name"], added["Version"]) == ("Ny Kunde", 1)
    assert hybrid.api("Fiscal/41001/Partner", access_token).json()["Count"] == 13
    refused = hybrid.api("Fiscal/41001/Partner", access_token, json_body={"Note": "nameless"})
    assert (refused.status_code, refused.json()["Success"]) == (400, False)


@pytest.mark.parametrize(("path", "status"), [("Fiscal/41009/Partner", 403), ("Nonsense", 404)])
def test_refusals(hybrid: ByHand, path: str, status: int) -> None:
    assert hybrid.api(path, hybrid.sign_in()["access_token"]).status_code == status


@pytest.mark.parametrize("token", [None, "nonsense", "e30.e30.e30"])
def test_access_token_is_needed(hybrid: ByHand, token: str | None) -> None:
    answer = hybrid.api("User/FiscalSetup", token)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_scope_is_needed(hybrid: ByHand) -> None:
    parameters = hybrid.authorize(scope="openid profile").parameters
    access_token = hybrid.redeem(parameters["code"]).json()["access_token"]
    answer = hybrid.api("User/FiscalSetup", access_token)
    assert answer.status_code == 403
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


def test_id_token_is_no_access_token(hybrid: ByHand) -> None:
    assert hybrid.api("User/FiscalSetup", hybrid.sign_in()["id_token"]).status_code == 401
