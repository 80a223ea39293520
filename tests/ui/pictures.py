"""Pictures of the window in every state, over the real Sandbox and a private keychain.

python -m tests.ui.pictures --out DIR [--only NAME]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from requests.cookies import RequestsCookieJar

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.fakes.sandbox_person import SandboxPerson

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from tests.ui import body_plays
from tests.ui.answer_scenes import ANSWERS, LARGE_ANSWERS, SMALL_ANSWERS, request
from tests.ui.stage import Stage, staged
from xena_desktop.domain.body_draft import json_draft
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import AccountState, Passing
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.saved import SavedRequest
from xena_desktop.domain.settings import Draft, Settings
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.sandbox import (
    SANDBOX_CLIENT_SECRET,
    SANDBOX_SERVICE_CLIENT_ID,
    SANDBOX_SERVICE_CLIENT_SECRET,
)
from xena_desktop.services.keychain import KeychainState
from xena_desktop.ui.collector import Collector
from xena_desktop.ui.panels.remarks import progress_text
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.request_form import VARIABLES
from xena_desktop.ui.sign_in_wish import SOMEBODY_ELSE, SignInWish

_ABOVE = ("question", "importChoice", "conflict", "aboutDialog", "catalogueDialog", "cookiesDialog")
Play = Callable[[Stage], Awaitable[None]]
BODIES = (
    "form", "multipart", "multipart_empty", "multipart_wrong", "xml", "xml_wrong", "file", "file_empty", "file_gone",
    "none", "text",
)  # fmt: skip
WIDE, SMALL, LARGE = (1440, 900), (960, 600), (2560, 1440)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture: what is done before it is taken."""

    name: str
    play: Play
    signed_in: bool = True
    size: tuple[int, int] = WIDE


async def first(stage: Stage) -> None:
    await stage.settle()


async def connection(stage: Stage) -> None:
    stage.open.desk.show_connection(None)
    await stage.settle(0.3)


async def connection_tested(stage: Stage) -> None:
    stage.open.desk.show_connection(None)
    stage.control(QLineEdit, "clientIdEdit").setText("0c5e2b0e-demo.xena.biz")
    stage.control(QLineEdit, "authorityEdit").setText("http://127.0.0.1:9")
    stage.control(QPushButton, "testConnectionButton").click()
    await stage.settle(1.5)


async def settings(stage: Stage) -> None:
    stage.open.desk.show_settings()
    await stage.settle(0.3)


async def settings_wrong(stage: Stage) -> None:
    stage.open.desk.show_settings()
    combo = stage.control(QComboBox, "proxyCombo")
    combo.setCurrentIndex(combo.findData("manual"))
    stage.control(QLineEdit, "proxyHostEdit").setText("http://proxy.example.com")
    stage.control(QPushButton, "saveSettingsButton").click()
    await stage.settle(0.5)


async def waiting(stage: Stage) -> None:
    stage.person.answer = "leave"
    stage.open.flows.sign_in(await stage.open.context.services.sandbox.start())
    await stage.until(lambda: stage.control(QPushButton, "openBrowserButton").isVisible())
    await stage.settle(0.1)


async def waiting_sent(stage: Stage) -> None:
    await waiting(stage)
    stage.control(QPushButton, "noticeAction").click()
    await stage.settle(0.1)


async def denied(stage: Stage) -> None:
    stage.person.answer = "deny"
    stage.open.flows.sign_in(await stage.open.context.services.sandbox.start(), SOMEBODY_ELSE)
    await stage.until(
        lambda: stage.open.desk.sign_in.notice.isVisible() or stage.open.desk.welcome.notice.isVisible()
    )
    await stage.settle(0.1)


async def profile(stage: Stage) -> None:
    await stage.settle(0.1)


async def accounts(stage: Stage) -> None:
    await stage.sign_in_at_sandbox("mette")
    await stage.settle(0.1)


async def sign_in(stage: Stage) -> None:
    stage.open.desk.show_sign_in()
    await stage.settle(0.1)


async def waiting_private(stage: Stage) -> None:
    stage.person.private_browser = "Firefox"
    await waiting(stage)
    stage.control(QPushButton, "privateWindowButton").click()
    await stage.settle(0.3)


async def many_accounts(stage: Stage) -> None:
    await stage.sign_in_at_sandbox("mette")
    accounts = stage.open.context.services.accounts
    soren = next(account for account in accounts.all() if account.name.startswith("S"))
    for name, color, members in (
        ("Anna · må ikke bogføre", "#8a3fa0", {}),
        ("Kunde A", "#c2570c", {"state": AccountState.SIGN_IN_NEEDED}),
        ("Kunde B med et langt navn, der ikke kan være der", "", {"state": AccountState.CLIENT_REFUSED}),
        ("Natkørsel", "#1b66a6", {"is_service": True}),
    ):
        accounts.keep(
            replace(soren, id=f"account-{len(name)}", name=name, color=color, subject=name, **members)
        )
    accounts.describe(
        soren, name=soren.name, color="", note="Testkonto hos Holm VVS. Spørg Mette, før den lukkes."
    )
    stage.open.actions.account_wanted.emit(accounts.row_of(accounts.by_id(soren.id)))
    await stage.settle(0.5)


async def describe(stage: Stage) -> None:
    await many_accounts(stage)
    stage.control(QToolButton, "describeAccountButton").click()
    await stage.settle(0.2)


async def trace(stage: Stage) -> None:
    stage.control(QPushButton, "showTraceButton").click()
    await stage.settle(0.4)


async def trace_failed(stage: Stage) -> None:
    stage.person.answer = "deny"
    stage.open.flows.sign_in(await stage.open.context.services.sandbox.start(), SOMEBODY_ELSE)
    await stage.until(stage.open.desk.sign_in.notice.isVisible)
    stage.open.desk.sign_in.notice.second_triggered.emit()
    await stage.settle(0.5)


async def check(stage: Stage) -> None:
    stage.control(QPushButton, "checkAccountButton").click()
    await stage.until(stage.control(QPushButton, "checkAgainButton").isVisible)
    await stage.settle(0.2)


async def check_failed(stage: Stage) -> None:
    account = stage.open.context.chosen.account
    assert account is not None
    services = stage.open.context.services
    here = services.accounts.connection_of(account)
    own = replace(
        here, id="books", name="Holm VVS", api_base_url="https://api.xena.invalid/Api", color="#c2570c"
    )
    await services.connections.save(own, client_secret=Secret(SANDBOX_CLIENT_SECRET))
    services.accounts.change(account.id, connection_id="books")
    await check(stage)


async def other_person(stage: Stage) -> None:
    stage.person.person = "mette"
    stage.control(QPushButton, "signInAgainButton").click()
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "keepAccountButton"))
    await stage.settle(0.2)


async def service(stage: Stage) -> None:
    services = stage.open.context.services
    connection = replace(
        await services.sandbox.start(),
        id="",
        name="Natkørsel",
        color="#8a3fa0",
        grant="client_credentials",
        client_id=SANDBOX_SERVICE_CLIENT_ID,
        scopes=("testapi",),
    )
    secret = Secret(SANDBOX_SERVICE_CLIENT_SECRET)
    stage.open.flows.sign_in(await services.connections.save(connection, client_secret=secret))
    await stage.until(lambda: stage.control(QLabel, "serviceAccountPill").isVisible())
    await stage.until(lambda: stage.open.context.chosen.profile is not None)
    await stage.settle(0.2)


async def fewer_scopes(stage: Stage) -> None:
    sandbox = await stage.open.context.services.sandbox.start()
    stage.open.flows.sign_in(sandbox, SignInWish(scopes=frozenset({"openid", "profile", "testapi"})))
    await stage.until(lambda: stage.open.window.findChildren(QToolButton, "askForScopesButton"))
    await stage.settle(0.5)


async def endpoints_found(stage: Stage) -> None:
    await stage.settle(0.4)
    search = stage.control(QLineEdit, "endpointSearch")
    search.setFocus()
    search.setText("åbne ordrer")
    await stage.settle(0.1)


async def catalogue_told(stage: Stage) -> None:
    await stage.settle(0.4)
    stage.control(QToolButton, "aboutCatalogueButton").click()
    await stage.settle(0.2)


async def _opened(stage: Stage, words: str) -> RequestPanel:
    await stage.settle(0.4)
    search = stage.control(QLineEdit, "endpointSearch")
    search.setText(words)
    search.returnPressed.emit()
    await stage.until(lambda: stage.open.desk.work.current_request() is not None)
    await stage.settle(0.5)
    search.clear()
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    return panel


async def operation(stage: Stage) -> None:
    panel = await _opened(stage, "ledgertag ledgerpost")
    panel.form.parameters.grid.set_values({"query.fiscalDateFrom": "20454", "query.listOptions.page": "x"})
    await stage.settle(0.2)


async def operation_body(stage: Stage) -> None:
    panel = await _opened(stage, "orderline.post")
    panel.form.show_part(2)
    panel.form.request_body.json.editor.setPlainText('{\n  "OrderTaskId": "x",\n  "Quantty": 2\n}')
    await stage.settle(0.5)


async def operation_form(stage: Stage) -> None:
    panel = await _opened(stage, "orderline.post")
    panel.form.show_part(2)
    stage.control(QPushButton, "bodyFormButton").click()
    await stage.settle(0.5)


async def notes(stage: Stage) -> None:
    panel = await _opened(stage, "partner.get")
    panel.form.notes.set_text("Til månedsafslutningen: alle partnere, også de lukkede.")
    panel.form.show_part(4)
    await stage.settle(0.3)


async def cookies(stage: Stage) -> None:
    services = stage.open.context.services
    account = services.accounts.all()[0]
    services.cookies.keep(account, kept=True)
    jar = services.cookies.jar(account, services.accounts.connection_of(account))
    assert jar is not None
    came = RequestsCookieJar()
    for name, value in (("ARRAffinity", "6f1c0c9d7be4"), ("culture", "da-DK")):
        came.set(name, value, domain="127.0.0.1", path="/")
    for cookie in came:
        jar.set_cookie(cookie)
    await _opened(stage, "partner.get")
    button = stage.control(QToolButton, "tabAccountButton")
    button.menu().aboutToShow.emit()
    next(one for one in button.menu().actions() if one.objectName() == "showCookiesAction").trigger()
    await stage.settle(0.3)


async def variables(stage: Stage) -> None:
    services = stage.open.context.services
    account = services.accounts.all()[0]
    await services.variables.keep_account(account, {"partner": "96405", "note": "Ring før levering"})
    await services.variables.keep_connection(account, {"size": "100"})
    panel = await _opened(stage, "partner.get")
    panel.form.variables.set_own({"ordre": "9719000252"})
    panel.form.path.setFocus()
    panel.form.path.setText("Fiscal/{fiscalId}/Partner/{{")
    panel.form.path.textEdited.emit(panel.form.path.text())
    await stage.settle(0.3)


async def about(stage: Stage) -> None:
    stage.open.actions.about.trigger()
    await stage.until(
        lambda: any(one.text() for one in stage.open.window.findChildren(QLabel, "componentLicence"))
    )
    await stage.settle(0.2)


async def palette(stage: Stage) -> None:
    await request(stage)
    stage.open.actions.palette.trigger()
    await stage.settle(0.1)


async def palette_search(stage: Stage) -> None:
    await palette(stage)
    stage.control(QLineEdit, "paletteField").setText("order")
    await stage.settle(0.1)


async def body(stage: Stage) -> None:
    panel = stage.open.desk.work.open_request(
        Draft(
            method="POST",
            path="Fiscal/{fiscalId}/Order",
            body=json_draft('{\n  "PartnerId": 98301,\n  "Note": "Åben ordre"\n}'),
        )
    )
    panel.form.show_part(2)
    panel.send()
    await stage.until(lambda: stage.control(QPushButton, "saveResponseButton").isVisible())
    await stage.settle(0.4)


async def not_found(stage: Stage) -> None:
    panel = stage.open.desk.work.open_request(Draft(path="Fiscal/{fiscalId}/Partner/12"))
    panel.send()
    await stage.until(lambda: stage.control(QPushButton, "saveResponseButton").isVisible())
    await stage.settle(0.1)


async def error(stage: Stage) -> None:
    panel = stage.open.desk.work.open_request(Draft(path="https://example.org/Partner"))
    panel.send()
    await stage.until(panel.response.notice.isVisible)
    await stage.settle(0.1)


async def _read_only(stage: Stage) -> None:
    services = stage.open.context.services
    account = stage.open.context.chosen.account
    assert account is not None
    here = services.accounts.connection_of(account)
    await services.connections.save(
        replace(here, id="books", name="Holm VVS", read_only=True, color="#c2570c")
    )
    services.accounts.change(account.id, connection_id="books")


async def _asked(stage: Stage, draft: Draft) -> None:
    stage.open.desk.work.open_request(draft).send()
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "questionYesButton"))
    await stage.settle(0.2)


async def question(stage: Stage) -> None:
    await _read_only(stage)
    body = '{"PartnerId": 98301, "ContextType": "OrderContext_Sale", "CreateTask": true}'
    await _asked(stage, Draft(method="POST", path="Fiscal/{fiscalId}/Order", body=json_draft(body)))


async def deletion(stage: Stage) -> None:
    await _asked(stage, Draft(method="DELETE", path="Fiscal/{fiscalId}/OrderLine/5183976"))


async def writes_allowed(stage: Stage) -> None:
    await _read_only(stage)
    context = stage.open.context
    account = context.chosen.account
    assert account is not None
    context.services.gate.allow_writes(account, account.fiscal_id or "")
    await request(stage)


async def never_offered(stage: Stage) -> None:
    panel = stage.open.desk.work.open_request(Draft(method="DELETE", path="User/4711"))
    panel.send()
    await stage.until(panel.response.notice.isVisible)
    await stage.settle(0.1)


async def copy_as(stage: Stage) -> None:
    await request(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    menu = panel.form.menu
    menu.popup(panel.form.more.mapToGlobal(QPoint(-140, panel.form.more.height())))
    menu.setActiveAction(menu.copy_as.menuAction())
    menu.copy_as.popup(menu.mapToGlobal(QPoint(-170, 0)))
    await stage.settle(0.3)


async def pasted(stage: Stage) -> None:
    await request(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.take_command(
        "curl 'https://test.xena.biz/Api/Fiscal/97190/Partner?Page=0' -H 'Authorization: Bearer x' -b 'sid=1' "
        "-H 'User-Agent: Mozilla' --haproxy-protocol --json '{\"Name\": \"Åse\"}'"
    )
    await stage.settle(0.2)


async def importing(stage: Stage) -> None:
    entries = [
        {
            "request": {
                "method": method,
                "url": f"https://my.xena.biz{path}",
                "headers": [{"name": "Cookie", "value": "a"}],
            },
            "response": {"status": status, "headers": [], "content": {}},
        }
        for method, path, status in (
            ("GET", "/Api/User/FiscalSetup?ForceNoPaging=true", 200),
            ("GET", "/Api/Fiscal/97190/Partner?Page=0&PageSize=50", 200),
            ("POST", "/Api/Fiscal/97190/Order", 200),
            ("PUT", "/Api/Fiscal/97190/OrderLine/5183976", 400),
            ("DELETE", "/Api/Fiscal/97190/OrderLine/5183977", 200),
            ("GET", "/build/main.4f2c.js", 200),
        )
    ]
    file = Path(tempfile.mkdtemp()) / "my.xena.biz.har"
    file.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    stage.open.import_file(file)
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "importYesButton"))
    await stage.settle(0.3)


async def conflict(stage: Stage) -> None:
    services = stage.open.context.services
    account = services.accounts.all()[0]

    async def call(wanted: ApiRequest) -> dict[str, Any]:
        answer = await services.explorer.send(services.gate.permit(account, wanted))
        assert answer.status == 200, answer.body
        found: dict[str, Any] = json.loads(answer.body)
        return found

    first = (await call(ApiRequest(path="Fiscal/97190/Partner")))["Entities"][0]
    path = f"Fiscal/97190/Partner/{first['Id']}"
    panel = stage.open.desk.work.open_request(Draft(path=path))
    panel.send()
    await stage.until(lambda: stage.control(QPushButton, "saveResponseButton").isVisible())
    await stage.settle(0.1)
    theirs = {**first, "PhoneNumber": "97 54 00 11", "Address": {**first["Address"], "Zip": "8680"}}
    await call(ApiRequest(method="PUT", path=path, body=json.dumps(theirs).encode()))
    mine = {**first, "PhoneNumber": "22 33 44 55", "Address": {**first["Address"], "City": "Ærøskøbing"}}
    panel.form.show_draft(
        Draft(method="PUT", path=path, body=json_draft(json.dumps(mine, indent=2, ensure_ascii=False)))
    )
    panel.send()
    await stage.until(panel.response.notice.isVisible)
    await stage.settle(0.3)


async def conflict_open(stage: Stage) -> None:
    await conflict(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.response.notice.action_triggered.emit()
    await stage.until(lambda: stage.open.window.findChildren(QPushButton, "conflictYesButton"))
    await stage.settle(0.3)


async def expired(stage: Stage) -> None:
    account = stage.open.context.chosen.account
    assert account is not None
    stage.open.context.services.accounts.change(account.id, state=AccountState.SIGN_IN_NEEDED)
    await stage.settle(0.1)


async def keychain_waited_for(stage: Stage) -> None:
    """What a question of the keychain that stands open looks like after three seconds."""
    stage.open.context.services.keychain.show(KeychainState.WAITING)
    await stage.settle(0.1)


async def session_only(stage: Stage) -> None:
    stage.open.context.services.keychain.keep_for_session()
    await stage.settle(0.1)


async def account_states(stage: Stage) -> None:
    """One account in each state, in the list and, of the one at hand, in the line at the bottom."""
    accounts = stage.open.context.services.accounts
    account = stage.open.context.chosen.account
    assert account is not None
    for state in (AccountState.OFFLINE, AccountState.CLIENT_REFUSED, AccountState.SIGNING_OUT):
        accounts.keep(
            replace(account, id=f"account-{state.value.replace('_', '-')}", name=state.value, state=state)
        )
    for passing in Passing:
        other = replace(account, id=f"account-{passing.value.replace('_', '-')}", name=passing.value)
        accounts.keep(other)
        accounts.show_passing(other.id, passing)
    accounts.change(account.id, state=AccountState.OFFLINE)
    await stage.settle(0.2)


async def sending(stage: Stage) -> None:
    panel = stage.open.desk.work.open_request(Draft(path="Fiscal/{fiscalId}/Partner"))
    panel.form.set_sending(sending=True)
    transfer = Transfer(phase=Phase.RECEIVING, received=3_400_000, to_receive=14_200_000)
    panel.response.show_sending(transfer, say=lambda seconds: progress_text(transfer, seconds=seconds))
    await stage.settle(1.3)


async def history(stage: Stage) -> None:
    context = stage.open.context
    account = context.services.accounts.all()[0]
    for path in (
        "Fiscal/{fiscalId}/Partner",
        "User/NoSuchThing",
        "Fiscal/{fiscalId}/Order",
        "User/FiscalSetup",
    ):
        await context.services.explorer.send(context.services.gate.permit(account, ApiRequest(path=path)))
    stage.control(QPushButton, "historyDrawer").click()
    await stage.settle(0.3)
    sidebar = stage.open.desk.sidebar.history
    sidebar.list.clicked.emit(sidebar.list.model().index(4, 0))
    await stage.settle(0.5)


async def saved(stage: Stage) -> None:
    services = stage.open.context.services
    for name, method in (("alle partnere", "GET"), ("Ordrer/åbn", "POST"), ("Ordrer/linje", "POST")):
        await services.saved.save(name, SavedRequest(method=method, path="Fiscal/{fiscalId}/{{what}}"))
    (services.saved.folder / "broken.request.toml").write_text("method = GET", encoding="utf-8")
    stage.control(QPushButton, "savedDrawer").click()
    await stage.settle(0.4)
    stage.open.desk.work.open_saved(await services.saved.read("alle partnere"))
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.form.variables.set_own({"what": "Partner"})
    panel.form.path.setText("Fiscal/{fiscalId}/{{what}}/{{id}}")
    panel.form.show_part(VARIABLES)
    await stage.settle(0.3)


SCENES = (
    Scene(name="first", play=first, signed_in=False),
    Scene(name="first-small", play=first, signed_in=False, size=SMALL),
    Scene(name="connection", play=connection, signed_in=False),
    Scene(name="connection-small", play=connection, signed_in=False, size=SMALL),
    Scene(name="connection-error", play=connection_tested, signed_in=False),
    Scene(name="first-waiting", play=waiting, signed_in=False),
    Scene(name="first-denied", play=denied, signed_in=False),
    Scene(name="settings", play=settings),
    Scene(name="settings-wrong", play=settings_wrong),
    Scene(name="waiting", play=waiting),
    Scene(name="waiting-small", play=waiting, size=SMALL),
    Scene(name="waiting-sent", play=waiting_sent),
    Scene(name="denied", play=denied),
    Scene(name="profile", play=profile),
    Scene(name="profile-small", play=profile, size=SMALL),
    Scene(name="profile-large", play=profile, size=LARGE),
    Scene(name="accounts", play=accounts),
    Scene(name="sign-in", play=sign_in),
    Scene(name="many-accounts", play=many_accounts),
    Scene(name="describe", play=describe),
    Scene(name="trace", play=trace),
    Scene(name="trace-failed", play=trace_failed),
    Scene(name="check", play=check),
    Scene(name="check-failed", play=check_failed),
    Scene(name="check-small", play=check_failed, size=SMALL),
    Scene(name="waiting-private", play=waiting_private),
    Scene(name="other-person", play=other_person),
    Scene(name="service", play=service),
    Scene(name="fewer-scopes", play=fewer_scopes),
    Scene(name="endpoints-found", play=endpoints_found),
    Scene(name="catalogue", play=catalogue_told),
    Scene(name="operation", play=operation),
    Scene(name="operation-body", play=operation_body),
    Scene(name="operation-form", play=operation_form),
    Scene(name="variables", play=variables),
    Scene(name="notes", play=notes),
    Scene(name="cookies", play=cookies),
    Scene(name="request", play=request),
    Scene(name="palette", play=palette),
    Scene(name="palette-search", play=palette_search, size=SMALL),
    Scene(name="about", play=about),
    *(Scene(name=name, play=play) for name, play in ANSWERS.items()),
    *(Scene(name=f"{name}-small", play=ANSWERS[name], size=SMALL) for name in SMALL_ANSWERS),
    *(Scene(name=f"{name}-large", play=ANSWERS[name], size=LARGE) for name in LARGE_ANSWERS),
    Scene(name="body", play=body),
    *(Scene(name=f"body-{name.replace('_', '-')}", play=getattr(body_plays, name)) for name in BODIES),
    Scene(name="body-multipart-small", play=body_plays.multipart, size=SMALL),
    Scene(name="not-found", play=not_found),
    Scene(name="error", play=error),
    Scene(name="sending", play=sending),
    Scene(name="question", play=question),
    Scene(name="history", play=history),
    Scene(name="saved", play=saved),
    Scene(name="copy-as", play=copy_as),
    Scene(name="pasted", play=pasted),
    Scene(name="importing", play=importing),
    Scene(name="conflict", play=conflict),
    Scene(name="conflict-open", play=conflict_open),
    Scene(name="deletion", play=deletion),
    Scene(name="writes-allowed", play=writes_allowed),
    Scene(name="never-offered", play=never_offered),
    Scene(name="expired", play=expired),
    Scene(name="keychain-waiting", play=keychain_waited_for),
    Scene(name="session-only", play=session_only),
    Scene(name="session-only-small", play=session_only, size=SMALL),
    Scene(name="account-states", play=account_states),
)


async def take(app: QApplication, scene: Scene, *, folder: Path, settings: Settings) -> None:
    with tempfile.TemporaryDirectory(prefix="xena-pictures-") as home:
        async with staged(
            app, home=Path(home), settings=settings, size=scene.size, person=SandboxPerson()
        ) as stage:
            if scene.signed_in:
                await stage.sign_in_at_sandbox()
            await scene.play(stage)
            path = folder / f"{scene.name}-{settings.theme}-{settings.language}.png"
            dialogs = [w for w in app.topLevelWidgets() if w.isVisible() and w.objectName() in _ABOVE]
            picture = stage.open.window.grab()
            if dialogs:
                painter = QPainter(picture)
                shown = dialogs[0].grab()
                painter.fillRect(
                    (picture.width() - shown.width()) // 2 - 1,
                    (picture.height() - shown.height()) // 2 - 1,
                    shown.width() + 2,
                    shown.height() + 2,
                    stage.open.context.theme.line_strong,
                )
                painter.drawPixmap(
                    QPoint((picture.width() - shown.width()) // 2, (picture.height() - shown.height()) // 2),
                    shown,
                )
                painter.end()
            _draw_menus(app, picture, window=stage.open.window)
            picture.save(str(path))
            sys.stdout.write(f"{path}\n")


def _draw_menus(app: QApplication, picture: QPixmap, *, window: QWidget) -> None:
    """Menus are windows of their own."""
    for menu in app.topLevelWidgets():
        is_list = isinstance(menu, QListView) and menu.isWindow()
        if (isinstance(menu, QMenu) or is_list) and menu.isVisible():
            painter = QPainter(picture)
            painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
            painter.end()
            menu.close()


async def locked(app: QApplication, keychain: KeychainDaemon, *, folder: Path, settings: Settings) -> None:
    with tempfile.TemporaryDirectory(prefix="xena-pictures-") as home:
        async with staged(app, home=Path(home), settings=settings, person=SandboxPerson()) as stage:
            await stage.sign_in_at_sandbox()
        keychain.lock()
        async with staged(app, home=Path(home), settings=settings, person=SandboxPerson()) as stage:
            await stage.until(stage.open.desk.keychain_notice.isVisible)
            await stage.settle(0.3)
            stage.open.window.grab().save(str(folder / f"locked-{settings.theme}-{settings.language}.png"))
        keychain.unlock()


async def take_all(app: QApplication, keychain: KeychainDaemon, *, folder: Path, only: set[str]) -> None:
    """Every scene in every look; ``only`` names scenes (``answer``) and looks (``dark-da``) to keep to."""
    looks = [(theme, language) for language in ("da", "en") for theme in ("light", "dark")]
    wanted_looks = [look for look in looks if "-".join(look) in only] or looks
    names = only - {"-".join(look) for look in looks}
    for theme, language in wanted_looks:
        settings = Settings(theme=theme, language=language)
        for scene in SCENES:
            if not names or scene.name in names:
                await take(app, scene, folder=folder, settings=settings)
        if not names or "locked" in names:
            await locked(app, keychain, folder=folder, settings=settings)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(["pictures"])
    app.setQuitOnLastWindowClosed(False)
    collector = Collector(app)
    from qasync import QEventLoop  # type: ignore[import-untyped]  # it ships no types

    with KeychainDaemon() as keychain:
        os.environ.update(keychain.environment)
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            runner.run(
                take_all(app, keychain, folder=options.out, only=set(filter(None, options.only.split(","))))
            )
    collector.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
