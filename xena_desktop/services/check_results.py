"""Results of single steps, in a word."""

from __future__ import annotations

from xena_desktop.domain.check import CheckResult, CheckStatus, CheckStep

Fact = tuple[str, str]


def passed(step: CheckStep, *facts: Fact) -> CheckResult:
    """All is well."""
    return CheckResult(step=step, status=CheckStatus.PASSED, facts=facts)


def warned(step: CheckStep, reason: str, *facts: Fact) -> CheckResult:
    """It works, and needs a look."""
    return CheckResult(step=step, status=CheckStatus.WARNED, facts=facts, reason=reason)


def failed(step: CheckStep, reason: str, *facts: Fact) -> CheckResult:
    """It does not work."""
    return CheckResult(step=step, status=CheckStatus.FAILED, facts=facts, reason=reason)


def skipped(step: CheckStep, reason: str) -> CheckResult:
    """There was nothing to look at."""
    return CheckResult(step=step, status=CheckStatus.SKIPPED, reason=reason)
