"""``endpoints``: find an operation by words, and what it takes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import table
from xena_desktop.domain.operation import Operation
from xena_desktop.translation import tr, trn

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.form import BodyForm, Field
    from xena_desktop.services.house import Services
    from xena_desktop.services.shelf import Catalogue


def run(invocation: Invocation) -> ExitCode:
    """List the operations that the words mean, best first; all of them without words."""
    catalogue = invocation.with_services(partial(_catalogue, invocation))
    options = invocation.options
    words = " ".join(options.words)
    found = catalogue.found(words) if words.strip() else list(catalogue.operations)
    rows = [(one.name, one.method, one.short_path, one.title) for one in found]
    heading = (tr("Name"), tr("Method"), tr("Path"), tr("What it does"))
    document = {"endpoints": [_document(one, catalogue) for one in found], "source": _source(catalogue)}
    invocation.output.result(
        table([heading, *rows]) if rows else tr("No endpoint is like this."), document=document
    )
    invocation.output.progress(trn("{count} endpoint", "{count} endpoints", count=len(found)))
    return ExitCode.DONE


def connection_of(
    services: Services, account: str | None, *, connection: str | None = None
) -> Connection | None:
    """The connection named, or that of the account; None where nobody is signed in yet."""
    if connection is not None:
        return services.connections.named(connection)
    if account is None and not services.accounts.all():
        return None
    return services.accounts.connection_of(services.accounts.named(account))


async def _catalogue(invocation: Invocation, services: Services) -> Catalogue:
    options = invocation.options
    connection = connection_of(services, options.account, connection=options.connection)
    if connection is not None and options.file is not None:
        return await services.catalogues.use_file(connection, options.file)
    if connection is not None and options.refresh:
        newer = await services.catalogues.refresh(connection)
        if newer is not None:
            _tell_news(invocation, newer)
            return newer
    return await services.catalogues.of(connection)


def _tell_news(invocation: Invocation, catalogue: Catalogue) -> None:
    changes = catalogue.changes
    invocation.output.progress(
        tr(
            "Read again: {added} new, {changed} changed, {removed} gone, {left_out} left out",
            added=len(changes.added),
            changed=len(changes.changed),
            removed=len(changes.removed),
            left_out=len(catalogue.left_out),
        )
    )


def _document(operation: Operation, catalogue: Catalogue) -> dict[str, Any]:
    form = catalogue.plain_form(operation)
    return {
        "name": operation.name,
        "method": operation.method,
        "path": operation.path,
        "group": operation.group,
        "title": operation.title,
        "purpose": operation.purpose,
        "operation_id": operation.operation_id,
        "deprecated": operation.is_deprecated,
        "parameters": [_parameter(one) for one in (*form.fields, *_form_fields(form.body))],
        "content_types": list(form.body.content_types) if form.body else [],
    }


def _form_fields(body: BodyForm | None) -> tuple[Field, ...]:
    """The fields of the form that an operation takes, once each."""
    found = {one.name: one for one in (*body.fields, *body.parts)} if body else {}
    return tuple(found.values())


def _parameter(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "in": str(field.place),
        "kind": str(field.kind),
        "required": field.is_required,
        "several": field.is_list,
        "choices": list(field.choices),
        "description": field.description,
    }


def _source(catalogue: Catalogue) -> dict[str, Any] | None:
    source = catalogue.source
    if source is None:
        return None
    return {
        "place": source.place,
        "title": source.title,
        "version": source.version,
        "read_at": source.read_at,
    }
