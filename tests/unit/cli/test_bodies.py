"""The body of a call as the command line says it."""

import argparse
import io
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from xena_desktop.cli.arguments import command_parser
from xena_desktop.cli.bodies import LARGEST_FILLED, body_of
from xena_desktop.cli.grammar import grammars
from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.form_options import file_part, text_part


def said(*words: str) -> argparse.Namespace:
    grammar = next(one for one in grammars() if one.words == ("call",))
    return command_parser(grammar).parse_args(["POST", "x", *words])


def body(*words: str, stdin: bytes = b"") -> Body | None:
    return body_of(said(*words), stdin=io.BytesIO(stdin))


def test_no_body() -> None:
    assert body() is None


def test_texts() -> None:
    assert body("-d", "{}") == b"{}"
    assert body("-d", "@-", stdin=b"\xff") == b"\xff"


def test_parts_in_the_order_they_are_given() -> None:
    assert body(
        "-F",
        "note=a=b;type=x",
        "--form-string",
        "at=@home",
        "-F",
        "fil=@/a b/æ.pdf",
        "-F",
        "x=@y;type=text/csv",
    ) == Multipart(
        parts=(
            Part(name="note", value="a=b;type=x"),
            Part(name="at", value="@home"),
            Part(name="fil", file="/a b/æ.pdf"),
            Part(name="x", file="y", content_type="text/csv"),
        )
    )


def test_fields_and_a_file() -> None:
    assert body("--data-urlencode", "a=1", "--data-urlencode", "a=æ &") == UrlEncoded(
        fields=(("a", "1"), ("a", "æ &"))
    )
    assert body("--body-file", "/a.xml") == FileBody(path="/a.xml")


@pytest.mark.parametrize(
    "words",
    [
        ("-d", "", "-F", "a=b"), ("-d", "x", "--body-file", "y"), ("-F", "a=b", "--data-urlencode", "a=b"),
        ("--data-urlencode", "a=b", "--body-file", "x"),
    ],
)  # fmt: skip
def test_one_kind_at_a_time(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandLineInvalid, match="one of"):
        body(*words)


@pytest.mark.parametrize("word", ["a", "=b", "@file"])
def test_a_part_without_a_name_is_refused(run: Run, word: str) -> None:
    assert run("call", "x", "-F", word).code == 2


def test_variables_are_filled_in_a_file_and_a_large_one_stays_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b" " * LARGEST_FILLED)
    assert body("-d", f"@{path}") == b" " * LARGEST_FILLED
    path.write_bytes(b" " * (LARGEST_FILLED + 1))
    assert body("-d", f"@{path}") == FileBody(path=str(path))


def test_a_file_that_is_not_there_is_named_before_anything_is_asked(run: Run, tmp_path: Path) -> None:
    ran = run("call", "x", "-d", f"@{tmp_path}/ingen.json", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (2, "file_unreadable")


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("@a", Part(name="n", file="a")),
        ('@"a;b,\\"c\\\\";type=x/y', Part(name="n", file='a;b,"c\\', content_type="x/y")),
        ("@a;filename=b;type=x/y", Part(name="n", file="a", filename="b", content_type="x/y")),
        ('@a;type=x/y; charset=utf-8;filename="b;c"',
         Part(name="n", file="a", filename="b;c", content_type="x/y; charset=utf-8")),
        ("@a;b", Part(name="n", file="@a;b".removeprefix("@"))),
        ("@a;b;type=x/y", Part(name="n", file="a;b;type=x/y")),
        ("@", Part(name="n", file="")),
    ],
)  # fmt: skip
def test_a_file_and_its_options(written: str, part: Part) -> None:
    assert file_part("n", written) == part


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("a", Part(name="n", value="a")),
        ("a;b", Part(name="n", value="a;b")),
        ('"a;type=b";type=x/y', Part(name="n", value="a;type=b", content_type="x/y")),
        ("a;type=x/y", Part(name="n", value="a", content_type="x/y")),
        ("", Part(name="n")),
    ],
)
def test_a_text_and_its_options(written: str, part: Part) -> None:
    assert text_part("n", written) == part
