import tomllib
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, json_draft
from xena_desktop.domain.errors import (
    SavedRequestChanged,
    SavedRequestInvalid,
    SavedRequestNameInvalid,
    UnknownSavedRequest,
)
from xena_desktop.domain.saved import SavedRequest
from xena_desktop.storage.saved_files import SavedFiles, parse, render

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ROWS = st.lists(st.tuples(st.booleans(), TEXTS, TEXTS), max_size=4).map(tuple)
PARTS = st.builds(Part, name=TEXTS, value=TEXTS, filename=TEXTS, content_type=TEXTS) | st.builds(
    Part, name=TEXTS, file=TEXTS, filename=TEXTS, content_type=TEXTS
)
BODIES = st.one_of(
    TEXTS.map(json_draft),
    st.builds(BodyDraft, kind=st.just(BodyKind.NONE)),
    st.builds(BodyDraft, kind=st.just(BodyKind.FORM), fields=ROWS),
    st.builds(
        BodyDraft,
        kind=st.just(BodyKind.MULTIPART),
        parts=st.lists(st.builds(PartRow, used=st.booleans(), part=PARTS), max_size=3).map(tuple),
    ),
    st.builds(
        BodyDraft, kind=st.just(BodyKind.XML), xml=TEXTS, content_types=st.just(((BodyKind.XML, "text/xml"),))
    ),
    st.builds(BodyDraft, kind=st.just(BodyKind.TEXT), text=TEXTS),
    st.builds(BodyDraft, kind=st.just(BodyKind.FILE), file=TEXTS),
)
REQUESTS = st.builds(
    SavedRequest,
    method=TEXTS,
    path=TEXTS,
    query=ROWS,
    headers=ROWS,
    body=BODIES,
    notes=TEXTS,
    variables=st.dictionaries(TEXTS, TEXTS, max_size=4).map(MappingProxyType),
)
ORDER = SavedRequest(
    method="POST",
    path="Fiscal/{fiscalId}/Order",
    query=((True, "a", "1"), (False, "a", "2")),
    headers=((True, "Accept", "text/csv"),),
    body=json_draft('{\n  "PartnerId": {{partner}}\n}\n'),
    notes="Åbner en ordre.\nSpørg Søren.",
    variables=MappingProxyType({"partner": "96405"}),
)
TEXT = '''format = "xena-request/2"
method = "POST"
path = "Fiscal/{fiscalId}/Order"
notes = """
Åbner en ordre.
Spørg Søren."""
body = """
{
  \\"PartnerId\\": {{partner}}
}
"""
query = [
    { name = "a", value = "1" },
    { name = "a", value = "2", used = false },
]
headers = [
    { name = "Accept", value = "text/csv" },
]

[variables]
partner = "96405"
'''


@pytest.fixture
def files(tmp_path: Path) -> SavedFiles:
    return SavedFiles(tmp_path / "Sørens kald")


@given(REQUESTS)
def test_a_request_comes_back_as_it_was_and_is_written_the_same(request: SavedRequest) -> None:
    text = render(request)
    assert parse(text, name="x") == request
    assert render(parse(text, name="x")) == text


def test_the_file_can_be_read_by_people() -> None:
    assert tomllib.loads(render(ORDER)) == tomllib.loads(TEXT)
    assert 'notes = """\nÅbner en ordre.\nSpørg Søren."""' in render(ORDER)
    assert "\n[variables]\n" in render(ORDER)


def test_files_in_folders(files: SavedFiles) -> None:
    assert files.all() == []
    files.write("Ordrer/Åbn", ORDER)
    files.write("alle partnere", SavedRequest(path="Partner"))
    assert [(file.name, file.request) for file in files.all()] == [
        ("alle partnere", SavedRequest(path="Partner")), ("Ordrer/Åbn", ORDER),
    ]  # fmt: skip
    assert (files.folder / "Ordrer" / "Åbn.request.toml").read_text(encoding="utf-8") == render(ORDER)
    before = files.stamp()
    files.move("Ordrer/Åbn", "Andet/Åbn ordre")
    assert files.stamp() != before
    assert files.read("Andet/Åbn ordre").request == ORDER
    with pytest.raises(UnknownSavedRequest):
        files.read("Ordrer/Åbn")
    with pytest.raises(SavedRequestChanged):
        files.move("Andet/Åbn ordre", "alle partnere")
    first = files.throw_away("Andet/Åbn ordre")
    files.write("Åbn ordre", ORDER)
    second = files.throw_away("Åbn ordre")
    assert first != second
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8") == render(ORDER)
    assert [file.name for file in files.all()] == ["alle partnere"]
    with pytest.raises(UnknownSavedRequest):
        files.throw_away("Åbn ordre")
    with pytest.raises(UnknownSavedRequest):
        files.move("Åbn ordre", "x")


def test_what_somebody_else_changed_is_not_overwritten(files: SavedFiles) -> None:
    first = files.write("a", ORDER)
    assert files.write("a", ORDER) == first == files.read("a").digest
    with pytest.raises(SavedRequestChanged):
        files.write("a", SavedRequest(path="other"))
    second = files.write("a", SavedRequest(path="other"), known=first)
    (files.folder / "a.request.toml").write_text("changed", encoding="utf-8")
    with pytest.raises(SavedRequestChanged):
        files.write("a", ORDER, known=second)
    assert (files.folder / "a.request.toml").read_text(encoding="utf-8") == "changed"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('format = "xena-request/1"\nmethod = GET\n', 2),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\nbody = """\nx', 5),
        ('format = "xena-request/2"\n', 1),
        ("", 1),
        ('format = "xena-request/1"\nmethod = "GET"\npath = 5\n', 3),
        ('format = "xena-request/1"\nmethod = "GET"\n', 1),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\nquery = [1]\n', 4),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\nquery = 1\n', 4),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\n\n[[headers]]\nname = 1\n', 5),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\n\n[variables]\nx = 1\n', 5),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\nvariables = 1\n', 4),
        ('format = "xena-request/1"\nmethod = "GET"\npath = "a"\nnotes = 1\n', 4),
    ],
)
def test_nonsense_names_its_line_and_stays_as_it_is(files: SavedFiles, text: str, line: int) -> None:
    path = files.folder / "a.request.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SavedRequestInvalid) as caught:
        files.read("a")
    assert (caught.value.details["name"], caught.value.details["line"]) == ("a", line)
    (file,) = files.all()
    assert (file.request, file.line) == (None, line)
    assert file.problem
    assert path.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text(files: SavedFiles) -> None:
    files.folder.mkdir()
    (files.folder / "a.request.toml").write_bytes(b"\xff\xfe")
    assert [file.problem for file in files.all()] == ["UTF-8"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "/a", "a/../b", "a\\b", "a\0", ".a", "a/.git", "a ", "x" * 201]
)
def test_names_that_are_no_files(files: SavedFiles, name: str) -> None:
    with pytest.raises(SavedRequestNameInvalid):
        files.write(name, ORDER)


def test_secret_fields_and_parts_are_not_written(files: SavedFiles) -> None:
    rows = ((True, "password", "hemmelig"), (True, "Name", "åben"))
    parts = (
        PartRow(part=Part(name="client_secret", value="hemmelig")),
        PartRow(part=Part(name="a", file="/f")),
    )
    for kind in (BodyKind.FORM, BodyKind.MULTIPART):
        files.write(str(kind), SavedRequest(path="a", body=BodyDraft(kind=kind, fields=rows, parts=parts)))
        assert "hemmelig" not in (files.folder / f"{kind}.request.toml").read_text(encoding="utf-8")
    form, multipart = (files.read(name).request for name in ("form", "multipart"))
    assert form
    assert form.body.fields == ((True, "password", ""), rows[1])
    assert multipart
    assert multipart.body.parts == (PartRow(part=Part(name="client_secret")), parts[1])


def test_the_older_format_is_read_and_written_anew_in_the_same_bytes(files: SavedFiles) -> None:
    files.folder.mkdir(parents=True)
    path = files.folder / "gammel.request.toml"
    path.write_text('format = "xena-request/1"\nmethod = "POST"\npath = "a"\nbody = "{}"\n', encoding="utf-8")
    old = files.read("gammel")
    assert old.request
    assert old.request.body == json_draft("{}")
    files.write("gammel", old.request, known=old.digest)
    once = path.read_bytes()
    assert once.startswith(b'format = "xena-request/2"\n')
    again = files.read("gammel")
    assert again.request
    files.write("gammel", again.request, known=again.digest)
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    ("body", "member"),
    [
        ("kind = 'rpc'", "body"), ("", "body"), ("kind = 'form'\nfields = 5", "fields"),
        ("kind = 'form'\nfields = [{name = 1}]", "fields"), ("kind = 'file'\nfile = 1", "file"),
        ("kind = 'multipart'\nparts = [{value = 'x'}]", "parts"), ("kind = 'xml'\ntext = 1", "text"),
        ("kind = 'multipart'\nparts = [{name = 'a', used = 'yes'}]", "parts"),
        ("kind = 'multipart'\nparts = [{name = 'a', file = 1}]", "parts"),
        ("kind = 'text'\ncontent_type = 1", "content_type"),
    ],
)  # fmt: skip
def test_a_body_edited_into_nonsense_names_the_member(files: SavedFiles, body: str, member: str) -> None:
    files.folder.mkdir(parents=True)
    text = f'format = "xena-request/2"\nmethod = "POST"\npath = "a"\n[body]\n{body}\n'
    (files.folder / "x.request.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SavedRequestInvalid) as caught:
        files.read("x")
    assert caught.value.details["reason"] == member


def test_secrets_are_not_written(files: SavedFiles) -> None:
    secret = SavedRequest(
        path="a", headers=((True, "X-Api-Key", "hemmelig"),), query=((True, "token", "hemmelig"),)
    )
    files.write("a", secret)
    assert "hemmelig" not in (files.folder / "a.request.toml").read_text(encoding="utf-8")
    request = files.read("a").request
    assert request
    assert request.headers == ((True, "X-Api-Key", ""),)
