"""A report as a text that can be sent to whoever helps."""

from __future__ import annotations

from xena_desktop.check_texts import check_text
from xena_desktop.domain.report import Report
from xena_desktop.trace_texts import trace_text
from xena_desktop.translation import tr


def report_text(report: Report) -> str:
    """The whole report; it still has to pass the redactor before it goes anywhere."""
    parts = [
        f"{tr('Report of Xena Desktop')} · {report.made_at.astimezone():%Y-%m-%d %H:%M:%S}",
        tr("There is no token, code, password or client secret in it."),
        _section(tr("Versions"), _facts(report.versions)),
        _section(tr("Account"), _facts((*report.account, ("keychain", report.keychain)))),
        _section(tr("Connection"), report.connection),
        _section(tr("Account check"), check_text(report.check) if report.check else tr("not made")),
    ]
    traces = "\n".join(trace_text(trace) for trace in report.traces)
    parts.append(_section(tr("What happened"), traces or tr("Nothing was recorded yet.")))
    return "\n".join(parts)


def _section(title: str, text: str) -> str:
    return f"\n== {title} ==\n\n{text.rstrip()}\n"


def _facts(facts: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in facts)
