"""What a curl command says of its body."""

from __future__ import annotations

import pytest

from tests.unit.interchange.test_curl_command import FORM, URL, request_of
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.interchange import LeftOut, Note
from xena_desktop.interchange.curl_command import read_curl


@pytest.mark.parametrize(
    ("options", "method", "body", "headers"),
    [
        ("-d a=1 -d 'b=2+%C3%A6'", "POST", UrlEncoded(fields=(("a", "1"), ("b", "2 æ"))), ()),
        ("--data-urlencode 'a%20b=c&d' -H 'content-type: application/x-www-form-urlencoded'", "POST",
         UrlEncoded(fields=(("a b", "c&d"),)), ()),
        ("--data-urlencode 'a={{x}}'", "POST", UrlEncoded(fields=(("a", "{{x}}"),)), ()),
        ("-d 'a=b c'", "POST", b"a=b c", (("Content-Type", FORM),)),
        ("-d 'a=%FF'", "POST", b"a=%FF", (("Content-Type", FORM),)),
        ("-d a", "POST", b"a", (("Content-Type", FORM),)),
        ("-d @a.json -H 'Content-Type: application/json'", "POST", FileBody(path="a.json"),
         (("Content-Type", "application/json"),)),
        ("--data-binary @/x/ø.bin", "POST", FileBody(path="/x/ø.bin"), (("Content-Type", FORM),)),
        ("--json @a.json", "POST", FileBody(path="a.json"),
         (("Content-Type", "application/json"), ("Accept", "application/json"))),
        ("-T up.bin", "PUT", FileBody(path="up.bin"), ()),
        ("-X POST -T up.bin", "POST", FileBody(path="up.bin"), ()),
        ("-F 'a=1;type=text/csv' --form-string 'b=@x;y' -F 'c=@file.pdf;type=x/y;filename=ø.pdf' -F 'd\"=ø'", "POST",
         Multipart(parts=(Part(name="a", value="1", content_type="text/csv"), Part(name="b", value="@x;y"),
                          Part(name="c", file="file.pdf", content_type="x/y", filename="ø.pdf"),
                          Part(name='d"', value="ø"))), ()),
        ("-H 'Content-Type: multipart/form-data' -F 'a=@\"b;c.pdf\"'", "POST",
         Multipart(parts=(Part(name="a", file="b;c.pdf"),)), ()),
    ],
)  # fmt: skip
def test_bodies_of_every_kind(
    options: str, method: str, body: Body, headers: tuple[tuple[str, str], ...]
) -> None:
    found = read_curl(f"curl {URL} {options}")
    assert (found.request.method, found.request.body, found.request.headers) == (method, body, headers)
    assert found.notes == ()


CHROME_FORM = r"""curl 'https://my.test/Api/Fiscal/1/Document' \
  -H 'content-type: multipart/form-data; boundary=----WebKitFormBoundaryA1' \
  --data-raw $'------WebKitFormBoundaryA1\r\nContent-Disposition: form-data; name="note"\r\n\r\nhej\r\n------WebKitFormBoundaryA1\r\nContent-Disposition: form-data; name="fil"; filename="bilag.pdf"\r\nContent-Type: application/pdf\r\n\r\n\r\n------WebKitFormBoundaryA1--\r\n'"""  # noqa: E501 - as it is copied


def test_a_form_that_a_browser_copied_asks_for_its_file_again() -> None:
    found = read_curl(CHROME_FORM)
    assert found.request.body == Multipart(
        parts=(
            Part(name="note", value="hej"),
            Part(name="fil", file="", filename="bilag.pdf", content_type="application/pdf"),
        )
    )
    assert found.request.headers == ()
    assert found.notes == (Note(kind=LeftOut.FILES, names=("bilag.pdf",)),)


def test_what_is_no_whole_form_of_parts_stays_as_it_is() -> None:
    found = request_of(CHROME_FORM.replace("BoundaryA1--", "BoundaryA1"))
    assert isinstance(found.body, bytes)
    assert len(found.headers) == 1
