"""The body of a call, as the command line says it: a text, the fields of a form, parts, or a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.file_errors import file_error
from xena_desktop.domain.form_options import file_part
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

LARGEST_FILLED: Final = 1 << 20
"""Bytes of a file behind ``-d`` in which variables are filled; a larger one goes out from the disk as it is."""


def add_body_options(parser: argparse.ArgumentParser, *, pair: Callable[[str], tuple[str, str]]) -> None:
    """The options that say the body; ``pair`` reads ``NAME=VALUE``."""

    def part(text: str) -> Part:
        name, value = pair(text)
        return file_part(name, value) if value.startswith("@") else Part(name=name, value=value)

    def text_part(text: str) -> Part:
        name, value = pair(text)
        return Part(name=name, value=value)

    parser.add_argument(
        "-d",
        "--data",
        metavar=tr("TEXT"),
        help=tr("the body; @FILE reads it (above 1 MB without filling variables), @- from standard input"),
    )
    parser.add_argument(
        "-F",
        "--form",
        dest="parts",
        action="append",
        default=[],
        type=part,
        metavar="NAME=VALUE",
        help=tr("a part of a form; @FILE sends a file, with ;type= and ;filename= behind it where needed"),
    )
    parser.add_argument(
        "--form-string",
        dest="parts",
        action="append",
        default=[],
        type=text_part,
        metavar="NAME=VALUE",
        help=tr("the same, and the value as it stands, also with an @ before it"),
    )
    parser.add_argument(
        "--data-urlencode",
        dest="fields",
        action="append",
        default=[],
        type=pair,
        metavar="NAME=VALUE",
        help=tr("a field of a plain form, once for each"),
    )
    parser.add_argument(
        "--body-file",
        metavar=tr("FILE"),
        help=tr("send this file as the body, byte for byte, however large"),
    )


def body_of(options: argparse.Namespace, *, stdin: BinaryIO) -> Body | None:
    """The body that the options say; None where they say none.

    Raises FileUnreadable for what ``-d`` names, and CommandLineInvalid where two kinds are given at once.
    """
    given = [options.data is not None, options.parts, options.fields, options.body_file is not None]
    if sum(map(bool, given)) > 1:
        raise CommandLineInvalid(tr("Give one of -d, -F, --data-urlencode and --body-file."))
    if options.parts:
        return Multipart(parts=tuple(options.parts))
    if options.fields:
        return UrlEncoded(fields=tuple(options.fields))
    if options.body_file is not None:
        return FileBody(path=options.body_file)
    return _data(options.data, stdin=stdin)


def _data(data: str | None, *, stdin: BinaryIO) -> Body | None:
    """The text of ``-d``, or what its file holds; a large one is left on the disk until it goes out."""
    if data is None or not data.startswith("@"):
        return None if data is None else data.encode()
    if data == "@-":
        return stdin.read()
    path = Path(data[1:])
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST_FILLED else FileBody(path=data[1:])
    except OSError as error:
        raise file_error(data[1:], error) from error
