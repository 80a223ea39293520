"""Signing in as somebody else, in a private window, with more scopes, and without a browser at all."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QToolButton

from tests.ui.stage import Stage
from xena_desktop.domain.redaction import Secret
from xena_desktop.sandbox import SANDBOX_SERVICE_CLIENT_ID, SANDBOX_SERVICE_CLIENT_SECRET
from xena_desktop.ui.sign_in_wish import SignInWish


def asked(stage: Stage) -> dict[str, list[str]]:
    """The parameters of the authorization request that the browser was sent to last."""
    return parse_qs(urlsplit(stage.person.opened[-1]).query)


async def arrived(stage: Stage, name: str) -> None:
    """Wait until the profile of this person was read."""
    chosen = stage.open.context.chosen
    await stage.until(
        lambda: chosen.account is not None and chosen.account.name == name and chosen.profile is not None
    )
    await stage.settle()


async def test_the_server_is_asked_as_the_person_wants(signed_in: Stage) -> None:
    stage = signed_in
    stage.control(QToolButton, "addAccountButton").click()
    prompt, age = stage.control(QComboBox, "promptCombo"), stage.control(QComboBox, "maxAgeCombo")
    prompt.setCurrentIndex(prompt.findData("select_account"))
    age.setCurrentIndex(age.findData(300))
    stage.control(QLineEdit, "loginHintEdit").setText(" mette@holm.dk ")
    stage.person.person = "mette"
    stage.control(QPushButton, "signInButton").click()
    await arrived(stage, "Mette Lund")
    request = asked(stage)
    assert request["prompt"] == ["select_account"]
    assert (request["login_hint"], request["max_age"]) == (["mette@holm.dk"], ["300"])


async def test_somebody_else_signs_in_from_the_account_menu(signed_in: Stage) -> None:
    stage = signed_in
    stage.person.person = "mette"
    stage.open.actions.sign_in_other.trigger()
    await arrived(stage, "Mette Lund")
    assert asked(stage)["prompt"] == ["login"]


async def test_somebody_else_signs_in_from_the_waiting_page(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    other = stage.control(QPushButton, "somebodyElseButton")
    await stage.until(other.isVisible)
    await stage.until(lambda: stage.person.finished == 1)
    stage.person.answer = "allow"
    other.click()
    await arrived(stage, "Søren Holm")
    assert asked(stage)["prompt"] == ["login"]
    assert "prompt" not in parse_qs(urlsplit(stage.person.opened[0]).query)


async def test_without_a_private_window_the_address_is_copied(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.control(QPushButton, "startSandboxButton").click()
    private = stage.control(QPushButton, "privateWindowButton")
    await stage.until(private.isVisible)
    await stage.until(lambda: stage.person.finished == 1)
    private.click()
    await stage.until(
        lambda: any("is copied" in one.text() for one in stage.open.desk.waiting.findChildren(QLabel))
    )
    assert QGuiApplication.clipboard().text() == stage.person.opened[0]
    QGuiApplication.clipboard().clear()


async def test_a_private_window_opens_instead_of_the_browser(signed_in: Stage) -> None:
    stage = signed_in
    stage.person.private_browser = "Firefox"
    stage.person.answer = "leave"
    before = len(stage.person.opened)
    stage.open.actions.sign_in_private.trigger()
    await stage.until(
        lambda: any(
            one.text().startswith("A private window of Firefox opens")
            for one in stage.open.desk.waiting.findChildren(QLabel)
        )
    )
    assert len(stage.person.opened) == before
    assert len(stage.person.opened_privately) == 1


@pytest.mark.parametrize(
    ("button", "names"),
    [
        ("keepAccountButton", ["Søren Holm"]),
        ("addAccountAnswerButton", ["Mette Lund", "Søren Holm"]),
        ("replaceAccountButton", ["Mette Lund"]),
    ],
)
async def test_another_person_is_asked_about(signed_in: Stage, button: str, names: list[str]) -> None:
    stage = signed_in
    stage.person.person = "mette"
    stage.control(QPushButton, "signInAgainButton").click()
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, button))
    keep = stage.control(QPushButton, "keepAccountButton")
    assert keep.isDefault()
    stage.control(QPushButton, button).click()
    await stage.until(lambda: not stage.open.window.findChildren(QDialog, "question"))
    await stage.until(
        lambda: (
            [one.name for one in stage.open.context.services.accounts.all()] == names
            and not stage.open.desk.waiting.isVisible()
        )
    )
    if button != "keepAccountButton":
        await arrived(stage, "Mette Lund")
    else:
        assert stage.open.desk.sign_in.notice.title() == "Mette Lund signed in, not Søren Holm."


async def test_more_scopes_are_asked_for_and_the_account_stays(stage: Stage) -> None:
    sandbox = await stage.open.context.services.sandbox.start()
    stage.open.flows.sign_in(sandbox, SignInWish(scopes=frozenset({"openid", "testapi"})))
    await stage.until(lambda: stage.open.context.chosen.profile is not None)
    before = stage.open.context.chosen.account
    assert before is not None
    await stage.settle()
    ask = stage.control(QToolButton, "askForScopesButton")
    assert ask.isVisible()
    offered = {action.text(): action for action in ask.menu().actions()}
    assert list(offered) == ["profile", "email", "offline_access", "All of them"]
    offered["email"].trigger()
    await stage.until(lambda: stage.open.context.services.accounts.by_id(before.id).generation == 2)
    await stage.until(stage.open.desk.is_at_profile)
    await stage.settle(0.3)
    after = stage.open.context.services.accounts.by_id(before.id)
    assert after.scopes_granted == {"openid", "testapi", "email"}
    assert asked(stage)["prompt"] == ["consent"]
    left = stage.control(QToolButton, "askForScopesButton").menu().actions()
    assert [action.text() for action in left] == ["profile", "offline_access", "All of them"]


async def test_a_service_account_signs_in_without_a_browser_and_says_what_it_is(signed_in: Stage) -> None:
    stage = signed_in
    services = stage.open.context.services
    service = replace(
        await services.sandbox.start(),
        id="",
        name="Natkørsel",
        grant="client_credentials",
        client_id=SANDBOX_SERVICE_CLIENT_ID,
        scopes=("testapi",),
    )
    kept = await services.connections.save(service, client_secret=Secret(SANDBOX_SERVICE_CLIENT_SECRET))
    stage.open.desk.show_sign_in(chosen=kept)
    assert not stage.control(QPushButton, "signInPrivateButton").isVisible()
    assert not stage.control(QComboBox, "promptCombo").isVisible()
    before = len(stage.person.opened)
    stage.control(QPushButton, "signInButton").click()
    await stage.until(lambda: stage.control(QLabel, "serviceAccountPill").isVisible())
    assert stage.control(QLabel, "profileName").text() == "Servicekonto Holm VVS"
    assert not stage.control(QLabel, "profileEmail").isVisible()
    shown = stage.open.desk.profile.findChildren(QToolButton, "askForScopesButton")
    assert not any(button.isVisible() for button in shown)
    assert stage.control(QLabel, "tokenRenewal").text() == "the client secret in the keychain"
    assert len(stage.person.opened) == before
    await arrived(stage, "Servicekonto Holm VVS")
