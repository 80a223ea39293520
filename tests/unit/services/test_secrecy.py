import asyncio
import json
import logging
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import Redactor
from xena_desktop.logs import start_log, stop_log
from xena_desktop.sandbox import SANDBOX_CLIENT_SECRET

from .conftest import Wire, World, renewed, signed_in


class Everything(logging.Handler):
    """The text of every record, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.name} {self.format(record)} {record.args!r}")


@pytest.fixture
def everything() -> Iterator[Everything]:
    """All that is logged, at the lowest level, before anything masks it; levels are put back."""
    names = ["", *logging.Logger.manager.loggerDict]
    levels = {name: logging.getLogger(name).level for name in names}
    handler = Everything()
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    yield handler
    logging.getLogger().removeHandler(handler)
    for name in logging.Logger.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    logging.getLogger().setLevel(levels[""])


def secrets_of(world: World, wire: Wire, address: str) -> set[str]:
    """Every secret of the sign-in and the renewals: those of the browser and of the token endpoint."""
    found = {SANDBOX_CLIENT_SECRET}
    found |= {world.person.carried["code"], world.person.carried["id_token"]}
    found.add(parse_qs(urlsplit(address).query)["state"][0])
    for seen in wire.requests("/connect/token"):
        found |= {value for name, value in json.loads(seen.body).items() if name.endswith("_token")}
        found |= {
            parse_qs(seen.form)[name][0] for name in ("code", "code_verifier") if name in parse_qs(seen.form)
        }
    return found


async def test_no_secret_in_logs_or_files(world: World, wire: Wire, everything: Everything) -> None:
    redactor = Redactor()
    handler = start_log(world.home / "logs", redactor=redactor, level=logging.DEBUG)
    try:
        async with world.open() as services:
            account = await signed_in(services)
            await services.explorer.profile(account)
            world.advance(hours=2)
            await asyncio.gather(
                *(
                    services.explorer.send(services.gate.permit(account, ApiRequest(path="User/FiscalSetup")))
                    for _ in range(3)
                )
            )
            await services.sandbox.stop()
            await services.explorer.send(services.gate.permit(account, ApiRequest(path="User/FiscalSetup")))
            shown = repr((services, services.accounts.all(), services.session, services.sign_in))
            files = world.text_of_home()
            await services.session.sign_out(account)
    finally:
        stop_log(handler)
    secrets = secrets_of(world, wire, world.person.opened[0]) | {
        value for value in world.keyring.seen if len(value) > 40
    }
    assert len(secrets) > 15
    assert everything.texts
    logged = "\n".join(everything.texts)
    # spent with the sign-in, and kept as a claim of its ID token; yet no log needs it
    assert parse_qs(urlsplit(world.person.opened[0]).query)["nonce"][0] not in logged
    for text in (logged, files, shown, world.text_of_home()):
        assert not [secret for secret in secrets if secret in text]


async def test_the_redactor_learns_every_secret(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await renewed(services, account)
        secrets = secrets_of(world, wire, world.person.opened[0])
        masked = services.redactor.masked("\n".join(sorted(secrets)))
        assert not [secret for secret in secrets if secret in masked]
