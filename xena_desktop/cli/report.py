"""``report``: what a developer needs to see, without a secret."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xena_desktop.cli.check import checked
from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.report_texts import report_text
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """Check the account, and write the report to a file or to standard output."""
    text = invocation.with_services(partial(_reported, invocation))
    path = invocation.options.output
    if path is not None:
        invocation.output.progress(tr("Written to {path}.", path=str(path)))
    invocation.output.result(
        "" if path else text.rstrip(), document={"report": text, "path": str(path) if path else None}
    )
    return ExitCode.DONE


async def _reported(invocation: Invocation, services: Services) -> str:
    account = services.accounts.named(invocation.options.account)
    check = await checked(invocation, account.id, services)
    report = await services.reports.report(services.accounts.by_id(account.id), check=check)
    text = services.reports.masked(report_text(report))
    if invocation.options.output is not None:
        await services.reports.save(text, invocation.options.output)
    return text
