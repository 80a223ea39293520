"""``check``: an account, step by step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.check_texts import advice, status_text, step_title
from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import table, utc_text
from xena_desktop.domain.check import AccountCheck
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.check import CheckResult
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """Every step with how it went and what to do; exit code 1 when one failed."""
    check = invocation.with_services(partial(checked, invocation, invocation.options.account))
    heading = (tr("Step"), tr("Result"), tr("Seen"), tr("What to do"))
    rows = [
        (step_title(result.step), status_text(result.status), _seen(result), advice(result))
        for result in check.results
    ]
    invocation.output.result(table([heading, *rows]), document=check_document(check))
    return ExitCode.ANSWERED_WITH_ERROR if check.has_failed else ExitCode.DONE


async def checked(invocation: Invocation, wanted: str | None, services: Services) -> AccountCheck:
    """Check the account, saying on standard error what is looked at."""
    account = services.accounts.named(wanted)
    started_at, results = invocation.now(), list[Any]()
    async for result in services.checker.run(account):
        invocation.output.progress(f"{step_title(result.step)}: {status_text(result.status)}")
        results.append(result)
    connection = services.accounts.connection_of(account)
    return AccountCheck(
        account=account.name, connection=connection.name, started_at=started_at, results=tuple(results)
    )


def check_document(check: AccountCheck) -> dict[str, Any]:
    """A check for ``--json``."""
    return {
        "account": check.account,
        "connection": check.connection,
        "started_at": utc_text(check.started_at),
        "failed": check.has_failed,
        "steps": [
            {
                "step": result.step,
                "status": result.status,
                "facts": [{"name": name, "value": value} for name, value in result.facts],
                "reason": result.reason or None,
                "advice": advice(result) or None,
            }
            for result in check.results
        ],
    }


def _seen(result: CheckResult) -> str:
    return ", ".join(f"{name} {value}" for name, value in result.facts)
