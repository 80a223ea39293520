"""``sign-in`` and ``sign-out``."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import account_document, duration_text
from xena_desktop.services.new_account import OtherPerson
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.house import Services
    from xena_desktop.services.pending_sign_in import PendingSignIn
    from xena_desktop.services.signing_out import SignedOut


def sign_in(invocation: Invocation) -> ExitCode:
    """Sign in over a connection, in the browser or, for a service account, without one."""
    account, former, connection_name = invocation.with_services(partial(_signed_in, invocation))
    output = invocation.output
    output.progress(tr("Signed in as {name}.", name=account.name))
    if former and former.id != account.id:
        output.message(tr("This is another person than {name}.", name=former.name))
    if refused := sorted(account.scopes_asked - account.scopes_granted):
        output.progress(tr("Not granted: {scopes}", scopes=" ".join(refused)))
    if account.session_only:
        output.message(tr("The keychain did not keep the tokens; this sign-in ends with the command."))
    if output.as_json:
        output.document(account_document(account, connection_name=connection_name, now=invocation.now()))
    return ExitCode.DONE


def sign_out(invocation: Invocation) -> ExitCode:
    """Revoke an account's tokens at the server and forget it here."""
    account, signed_out = invocation.with_services(partial(_signed_out, invocation))
    output = invocation.output
    output.progress(tr("Signed out {name}.", name=account.name))
    if signed_out.pending:
        output.message(
            tr("Here the tokens are gone. The server did not answer; it is asked again to revoke them.")
        )
    elif not signed_out.revoked:
        output.message(tr("The server did not confirm that the tokens are revoked; here they are gone."))
    if output.as_json:
        output.document(
            {"account": account.name, "revoked": signed_out.revoked, "pending": signed_out.pending}
        )
    return ExitCode.DONE


async def _signed_in(invocation: Invocation, services: Services) -> tuple[Account, Account | None, str]:
    """The account, the one it was to replace if any, and the connection's name."""
    options = invocation.options
    connection = services.connections.named(options.connection)
    replaces = services.accounts.named(options.account) if options.account else None
    if connection.grant == "client_credentials":
        return await services.sign_in.service_account(connection), replaces, connection.name
    async with services.sign_in.begin(
        connection,
        scopes=frozenset(options.scope) if options.scope else None,
        prompt=options.prompt,
        login_hint=options.login_hint,
        max_age=options.max_age,
        replaces=replaces,
        other_person=partial(other_person, invocation),
        seconds=options.timeout,
    ) as pending:
        await _show(pending, invocation)
        return await pending.completed(), replaces, connection.name


async def _show(pending: PendingSignIn, invocation: Invocation) -> None:
    """Open the browser, or print the address; also when a browser seems open, for that is never certain."""
    options, output = invocation.options, invocation.output
    if options.private_window and (browser := await pending.open_private()):
        output.progress(tr("A private window of {browser} opens.", browser=browser))
    elif options.no_browser or options.private_window or not await pending.open_browser():
        output.message(tr("Open this address in a browser on this computer:"))
        output.message(pending.url)
    else:
        output.progress(tr("The browser opens. If it does not, open this address in one on this computer:"))
        output.progress(pending.url)
    time = duration_text(round(options.timeout))
    output.progress(tr("Waiting for the answer, {time} at most. Ctrl-C cancels.", time=time))


async def other_person(invocation: Invocation, account: Account, name: str) -> OtherPerson:
    """Ask in a terminal; elsewhere nothing is replaced and nobody added."""
    if invocation.options.json or not invocation.stdin.isatty():
        return OtherPerson.KEEP
    question = tr(
        "{name} signed in, not {account}. Keep {account} as it was (k), add {name} as another account (a), "
        "or put {name} in the place of {account} (r)?",
        name=name,
        account=account.name,
    )
    typed = await asyncio.to_thread(invocation.output.ask, question, stdin=invocation.stdin)
    answers = {"a": OtherPerson.ADD, "r": OtherPerson.REPLACE}
    return answers.get(typed.casefold()[:1], OtherPerson.KEEP)


async def _signed_out(invocation: Invocation, services: Services) -> tuple[Account, SignedOut]:
    """Sign out; ``--everywhere`` ends the browser's session too, by the server's own page."""
    options = invocation.options
    account = services.accounts.named(options.account)
    signed_out = await services.session.sign_out(account, everywhere=options.everywhere)
    if options.everywhere and signed_out.end_session_url:
        _end_browser_session(signed_out.end_session_url, invocation)
    return account, signed_out


def _end_browser_session(url: str, invocation: Invocation) -> None:
    from xena_desktop.cli.browser import open_system_browser

    if not open_system_browser(url):
        invocation.output.message(tr("Open this address to end the session in the browser:"))
        invocation.output.message(url)
