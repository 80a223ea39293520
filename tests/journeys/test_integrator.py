"""An integrator's day with the real window, Chromium, gnome-keyring and the Sandbox."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.fakes.driven_window import DrivenWindow
from tests.journeys.window_hand import BODY, save_as, send, sign_in_at_sandbox
from tests.journeys.workplace import Workplace

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def desk() -> Iterator[Workplace]:
    with Workplace() as desk:
        yield desk


def open_endpoint(window: DrivenWindow, searched: str, *, path: str) -> None:
    """Search for an endpoint, and open the first that was found."""
    window.do("type", "endpointSearch", text=searched)
    window.until(
        lambda: window.do("rows", "endpointTree")[:1] == [path.removeprefix("/Api/Fiscal/{fiscalId}/")]
    )
    window.do("row", "endpointTree", row=0)
    window.until(lambda: window.text("urlEdit") == path)


def open_body_form(window: DrivenWindow, *, with_field: str) -> None:
    window.do("tab", "requestTabs", index=BODY)
    window.click("bodyFormButton")
    window.shown(with_field)


def choose_from_list(window: DrivenWindow, name: str, *, row: int) -> None:
    """Pick an id by what people call it."""
    window.click(f"choose-{name}")
    choices = window.until(lambda: window.do("rows", "idChoices"))
    window.do("row", "idChoices", row=range(len(choices))[row])
    window.until(lambda: window.text(f"field-{name}").isdigit())


def member(window: DrivenWindow, name: str) -> str:
    """What the tree of the answer shows beside a name at its top."""
    names = window.do("rows", "responseTree")
    return str(window.do("rows", "responseTree", column=1)[names.index(name)])


def lines_of(desk: Workplace, task: str) -> list[dict[str, object]]:
    code, answer, said = desk.command("call", f"Fiscal/{{fiscalId}}/OrderTask/{task}/OrderLine")
    assert code == 0, said
    return list(answer["body"]["Entities"])


def test_from_a_question_to_code_that_runs(desk: Workplace) -> None:
    with desk.window() as window:
        sign_in_at_sandbox(desk, window)

        open_endpoint(window, "partner", path="/Api/Fiscal/{fiscalId}/Partner")
        send(window, status="200")
        assert int(member(window, "Count")) > 2

        open_endpoint(window, "create order", path="/Api/Fiscal/{fiscalId}/Order")
        open_body_form(window, with_field="field-PartnerId")
        choose_from_list(window, "PartnerId", row=2)
        partner = window.text("field-PartnerId")
        send(window, status="200")
        assert member(window, "PartnerId") == partner

        open_endpoint(window, "post order line", path="/Api/Fiscal/{fiscalId}/OrderLine")
        open_body_form(window, with_field="field-OrderTaskId")
        choose_from_list(window, "OrderTaskId", row=-1)
        choose_from_list(window, "ArticleId", row=1)
        task = window.text("field-OrderTaskId")
        before = len(lines_of(desk, task))
        window.do("type", "field-Quantity", text="lots")
        send(window, status="400")
        window.until(lambda: any("Quantity" in text for text in window.do("texts")))
        window.do("type", "field-Quantity", text="3.5")
        send(window, status="200")
        assert member(window, "Quantity") == "3.5"
        assert len(lines_of(desk, task)) == before + 1

        save_as(window, "Linje på en ordre")
        window.until(
            lambda: (
                [one["name"] for one in desk.command("saved", "list")[1]["saved"]] == ["Linje på en ordre"]
            )
        )
        window.do("press", keys="Ctrl+W")

        window.do("press", keys="Ctrl+H")
        window.do("type", "historySearch", text="post orderline 3.5")
        window.until(lambda: len(window.do("rows", "historyList")) == 2)
        window.do("row", "historyList", row=1)
        window.until(lambda: window.text("urlEdit").endswith("/OrderLine"))
        window.do("act", "moreButton", called="copyAsPythonAction")
        code = window.until(lambda: window.do("clipboard"))
        assert "XENA_ACCESS_TOKEN" in code

        _, token, _ = desk.command("token", "--yes")
        ran = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "XENA_ACCESS_TOKEN": token["access_token"]},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ran.stdout.startswith("200"), ran.stdout + ran.stderr
        assert [line["Quantity"] for line in lines_of(desk, task)[before:]] == [3.5, 3.5]
        assert window.close() == 0
