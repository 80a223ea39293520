"""A report holds what helps, and no secret, wherever one was planted."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import parse_qs

from xena_desktop.domain.check import AccountCheck, CheckResult, CheckStatus, CheckStep
from xena_desktop.report_texts import report_text
from xena_desktop.sandbox import SANDBOX_CLIENT_SECRET

from .conftest import Wire, World, signed_in
from .test_sign_in import own_connection

_NAMES = ("code", "code_verifier", "refresh_token", "client_secret")


def secrets_of(wire: Wire) -> set[str]:
    """Every secret that went over the wire."""
    found: set[str] = set()
    for seen in wire.seen:
        form = parse_qs(seen.form)
        found |= {value for name in _NAMES for value in form.get(name, [])}
        if seen.path == "/connect/token" and seen.status == 200:
            answer = json.loads(seen.body)
            found |= {
                answer[name] for name in ("access_token", "refresh_token", "id_token") if name in answer
            }
    return found


async def test_no_secret_is_in_a_report(world: World, wire: Wire) -> None:
    async with world.open() as services:
        connection = await own_connection(services, secret=SANDBOX_CLIENT_SECRET)
        account = await signed_in(services, connection="Sørens egen")
        world.advance(hours=2)
        await services.session.access_token(account)
        secrets = secrets_of(wire)
        assert len(secrets) >= 8
    # somebody puts every secret where it does not belong
    async with world.open() as services:
        planted = " ".join(sorted(secrets))
        await services.connections.save(
            replace(connection, extra=MappingProxyType({"remarks": planted, "client_secret": planted}))
        )
        account = services.accounts.by_id(account.id)
        account = services.accounts.change(account.id, name=planted, fiscal_id=planted, note=planted)
        check = AccountCheck(
            account=planted,
            connection=planted,
            started_at=world.now(),
            results=(
                CheckResult(
                    step=CheckStep.API, status=CheckStatus.FAILED, facts=((planted, planted),), reason=planted
                ),
            ),
        )
        text = report_text(await services.reports.report(account, check=check))
        path = world.home.parent / "rapport ø.txt"
        await services.reports.save(text, path)
    written = path.read_text(encoding="utf-8")
    live = await _still_known(world, secrets)
    assert [secret[:8] for secret in live if secret in written] == []
    assert "eyJ" not in written
    for section in ("Versions", "Account", "Connection", "Account check", "What happened"):
        assert f"== {section} ==" in written
    for fact in ("xena-desktop: ", "Python: ", "state: ready", '"authority": ', "keychain: Memory"):
        assert fact in written


async def _still_known(world: World, secrets: set[str]) -> set[str]:
    """Those that open anything now: what was spent is known to nobody any more, unless it looks like a secret."""
    async with world.open() as services:
        account = services.accounts.all()[0]
        token = await services.session.access_token(account)
        kept = list(world.keyring.entries.values())
    return {
        secret for secret in secrets if secret == token.value.reveal() or any(secret in one for one in kept)
    }
