"""``token``: a fresh access token on standard output, for other tools."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import utc_text
from xena_desktop.cli.usage import CommandLineInvalid, NotAgreed
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.tokens import AccessToken
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """Print the token after asking, or with ``--yes``; without a terminal to ask on it is refused."""
    account = invocation.quick_services().accounts.named(invocation.options.account)
    if not invocation.options.yes and not _agreed(account.name, invocation):
        raise NotAgreed
    token = invocation.with_services(partial(_fresh, account.id))
    value = token.value.reveal()
    document = {
        "account": account.name,
        "access_token": value,
        "token_type": "Bearer",
        "expires_at": utc_text(token.expires_at),
    }
    invocation.output.result(value, document=document)
    return ExitCode.DONE


def _agreed(name: str, invocation: Invocation) -> bool:
    if not invocation.stdin.isatty():
        raise CommandLineInvalid(
            tr("An access token is as good as a password. Where nobody can be asked, give --yes to print it.")
        )
    question = tr("Print the access token of {name}? [y/N]", name=name)
    return invocation.output.ask(question, stdin=invocation.stdin).casefold() in ("y", "yes", "j", "ja")


async def _fresh(account_id: str, services: Services) -> AccessToken:
    return await services.session.access_token(services.accounts.by_id(account_id))
