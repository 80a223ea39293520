"""A call by an operation's name: where each parameter goes is the operation's to say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.form import Field, Kind, Place, day_number
from xena_desktop.translation import tr

if TYPE_CHECKING:
    import argparse

    from xena_desktop.domain.form import OperationForm
    from xena_desktop.services.shelf import Catalogue

_NAME: Final = re.compile(r"(?:[\w-]+\.)+(?:get|post|put|delete|patch|head|options)(?:\.\d+)?", re.IGNORECASE)

Pairs = list[tuple[str, str]]


def is_operation_name(path: str) -> bool:
    """Whether what stands in the place of a path is the name of an operation."""
    return _NAME.fullmatch(path) is not None


def named_request(request: ApiRequest, options: argparse.Namespace, *, catalogue: Catalogue) -> ApiRequest:
    """The request for the operation named, or for the path given, with its parameters.

    Raises UnknownOperation and CommandLineInvalid.
    """
    if not is_operation_name(options.path):
        return with_parameters(request, options.parameter, form=None)
    operation = catalogue.named(options.path)
    if options.method and options.method.upper() != operation.method:
        raise CommandLineInvalid(
            tr("{name} is a {method} already.", name=operation.name, method=operation.method)
        )
    if options.all_pages and operation.method != "GET":
        raise CommandLineInvalid(tr("--all-pages goes with GET alone."))
    request = replace(request, method=operation.method, path=operation.path)
    return with_parameters(request, options.parameter, form=catalogue.plain_form(operation))


def with_parameters(request: ApiRequest, parameters: Pairs, *, form: OperationForm | None) -> ApiRequest:
    """The request with each parameter in its place; in the path, and otherwise in the query, without an operation.

    Raises CommandLineInvalid for a name that the operation does not have and for a value that it does not allow.
    """
    fields = {one.name.lower(): one for one in form.fields} if form else {}
    for name, value in parameters:
        field = _field(name, request, fields=fields, is_known=form is not None)
        text = day_number(value) if field.kind is Kind.DAY else value
        if field.fault(text):
            raise CommandLineInvalid(tr("“{value}” is no value for {name}.", value=value, name=field.name))
        request = _placed(request, field, text)
    return request


def _field(name: str, request: ApiRequest, *, fields: dict[str, Field], is_known: bool) -> Field:
    if name.lower() in fields:
        return fields[name.lower()]
    ending = [field for key, field in fields.items() if key.rpartition(".")[2] == name.lower()]
    if len(ending) == 1:  # pageSize for listOptions.pageSize
        return ending[0]
    if is_known:
        known = ", ".join(field.name for field in fields.values())
        raise CommandLineInvalid(
            tr("The operation has no parameter {name}. It has: {known}", name=name, known=known)
        )
    return Field(name=name, place=Place.PATH if name in request.placeholders else Place.QUERY)


def _placed(request: ApiRequest, field: Field, text: str) -> ApiRequest:
    match field.place:
        case Place.PATH:
            return request.filled({field.name: text})
        case Place.HEADER:
            return replace(request, headers=(*request.headers, *field.pairs(text)))
        case Place.COOKIE:
            cookie = "; ".join(f"{name}={value}" for name, value in field.pairs(text))
            return replace(request, headers=(*request.headers, ("Cookie", cookie)))
    return replace(request, query=(*request.query, *field.pairs(text)))
