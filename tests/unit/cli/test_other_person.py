"""What a terminal asks when somebody else came back."""

from __future__ import annotations

import argparse
import io
import os
import pty
from datetime import UTC, datetime
from functools import partial

import pytest

from xena_desktop import app
from xena_desktop.cli.invocation import Invocation
from xena_desktop.cli.output import Output
from xena_desktop.cli.sign_in import other_person
from xena_desktop.domain.identity import Account
from xena_desktop.services.new_account import OtherPerson

SOREN = Account(id="a", connection_id="c", name="Søren Holm", subject="1", issuer="https://login.test")


def invocation(stdin: io.TextIOWrapper, *, as_json: bool = False) -> tuple[Invocation, io.BytesIO]:
    said = io.BytesIO()
    output = Output(
        stdout=io.TextIOWrapper(io.BytesIO()),
        stderr=io.TextIOWrapper(said, encoding="utf-8", write_through=True),
        as_json=as_json,
        quiet=False,
    )
    made = Invocation(
        options=argparse.Namespace(json=as_json),
        output=output,
        stdin=stdin,
        open_services=app.open_services,
        open_quick_services=app.quick_services,
        now=partial(datetime.now, UTC),
    )
    return made, said


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("k\n", OtherPerson.KEEP),
        ("a\n", OtherPerson.ADD),
        ("Replace\n", OtherPerson.REPLACE),
        ("\n", OtherPerson.KEEP),
        ("what?\n", OtherPerson.KEEP),
    ],
)
async def test_a_terminal_asks(typed: str, answer: OtherPerson) -> None:
    keyboard, terminal = pty.openpty()
    try:
        os.write(keyboard, typed.encode())
        with os.fdopen(terminal, encoding="utf-8") as stdin:
            made, said = invocation(stdin)
            assert await other_person(made, SOREN, "Mette Lund") is answer
    finally:
        os.close(keyboard)
    assert said.getvalue().decode().startswith("Mette Lund signed in, not Søren Holm. Keep Søren Holm")


async def test_a_script_is_not_asked() -> None:
    made, said = invocation(io.TextIOWrapper(io.BytesIO(b"a\n")))
    assert await other_person(made, SOREN, "Mette Lund") is OtherPerson.KEEP
    assert said.getvalue() == b""
