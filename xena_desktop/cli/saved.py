"""``saved``: requests that are kept in files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.call import answered_with, tell_and_present
from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import table
from xena_desktop.domain.saved import members_of, request_of
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.exchange import ApiAnswer
    from xena_desktop.domain.saved import SavedFile, SavedRequest
    from xena_desktop.services.house import Services


def list_all(invocation: Invocation) -> ExitCode:
    """Every saved request: name, method, path; what is wrong with those that cannot be read."""

    async def all_of(services: Services) -> list[SavedFile]:
        invocation.output.progress(str(services.saved.folder))
        return await services.saved.all()

    files = invocation.with_services(all_of)
    document = {
        "saved": [
            {"name": file.name, "method": file.request.method, "path": file.request.path}
            if file.request
            else {"name": file.name, "line": file.line, "problem": file.problem}
            for file in files
        ]
    }
    rows = [
        (file.name, file.request.method, file.request.path)
        if file.request
        else (file.name, "–", tr("line {line}: {problem}", line=file.line, problem=file.problem))
        for file in files
    ]
    heading = (tr("Name"), tr("Method"), tr("Path"))
    invocation.output.result(table([heading, *rows]) if rows else "", document=document)
    return ExitCode.DONE


def show(invocation: Invocation) -> ExitCode:
    """One saved request as its file holds it."""

    async def read(services: Services) -> SavedRequest:
        return request_of(await services.saved.read(invocation.options.name))

    members = members_of(invocation.with_services(read))
    texts: list[tuple[str, str]] = [
        (name, str(members[name])) for name in ("method", "path", "notes") if name in members
    ]
    texts += _body_lines(members.get("body", ""))
    texts += [("variable", f"{name} = {value}") for name, value in members.get("variables", {}).items()]
    texts += [
        (part, f"{row['name']} = {row['value']}")
        for part in ("query", "headers")
        for row in members.get(part, ())
    ]
    text = "\n".join(f"{name:<9} {value}" for name, value in texts)
    invocation.output.result(text, document=members)
    return ExitCode.DONE


def run(invocation: Invocation) -> ExitCode:
    """Send a saved request and hand out its answer, through the same gate as ``call``."""
    answer = invocation.with_services(partial(_answered, invocation))
    return tell_and_present(answer, invocation)


async def _answered(invocation: Invocation, services: Services) -> ApiAnswer:
    saved = request_of(await services.saved.read(invocation.options.name))
    own = {**saved.variables, **dict(invocation.options.var)}
    return await answered_with(services, saved.request(), own=own, invocation=invocation)


def _body_lines(body: str | dict[str, Any]) -> list[tuple[str, str]]:
    """A body as the lines that tell of it: its text, or its kind and what is in it."""
    if isinstance(body, str):
        return [("body", body)] if body else []
    lines = [("body", str(body[name])) for name in ("kind", "content_type", "text", "file") if name in body]
    rows = (*body.get("fields", ()), *body.get("parts", ()))
    return lines + [("field", f"{row['name']} = {_said(row)}") for row in rows]


def _said(row: dict[str, Any]) -> str:
    return f"@{row['file']}" if "file" in row else str(row.get("value", ""))
