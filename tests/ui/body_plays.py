"""What is done before the pictures of a request's body."""

from __future__ import annotations

from pathlib import Path

from tests.ui.stage import Stage
from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request_form import BODY

FORM = BodyDraft(
    kind=BodyKind.FORM,
    fields=(
        (True, "Name", "Ærø Varmeforsyning"),
        (True, "VatNumber", "{{cvr}}"),
        (False, "Note", "ikke endnu"),
        (True, "Tags", "el"),
        (True, "Tags", "vand & varme"),
    ),
)
XML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<Invoice xmlns="urn:oioubl">\n  <!-- prøve -->\n  <ID>42</ID>\n'
    "  <Note>Rør &amp; fittings</Note>\n</Invoice>\n"
)
WRONG_XML = '<Invoice>\n  <ID scheme="a">42</Id>\n</Invoice>\n'


def _parts(folder: Path) -> BodyDraft:
    bill, picture = folder / "faktura-2026-117.pdf", folder / "kvittering å.png"
    bill.write_bytes(b"%PDF-1.7\n" * 20_000)
    picture.write_bytes(b"\x89PNG" * 300)
    rows = (
        PartRow(part=Part(name="description", value="Bilag fra byggemarkedet")),
        PartRow(part=Part(name="metadata", value='{"PartnerId": 4711}', content_type="application/json")),
        PartRow(part=Part(name="file", file=str(bill))),
        PartRow(part=Part(name="file", file=str(picture))),
        PartRow(used=False, part=Part(name="comment", value="ikke med denne gang")),
    )
    return BodyDraft(kind=BodyKind.MULTIPART, parts=rows)


async def _shown(stage: Stage, body: BodyDraft, *, headers: tuple[tuple[bool, str, str], ...] = ()) -> None:
    draft = Draft(method="POST", path="Fiscal/{fiscalId}/Document", body=body, headers=headers)
    panel = stage.open.desk.work.open_request(draft)
    panel.form.show_part(BODY)
    await stage.settle(0.6)


async def form(stage: Stage) -> None:
    await _shown(stage, FORM)


async def multipart(stage: Stage) -> None:
    await _shown(stage, _parts(stage.open.context.services.saved.folder.parent))


async def multipart_empty(stage: Stage) -> None:
    await _shown(stage, BodyDraft(kind=BodyKind.MULTIPART))


async def multipart_wrong(stage: Stage) -> None:
    rows = (
        PartRow(part=Part(name="description", value="Bilag")),
        PartRow(part=Part(name="file", file="")),
        PartRow(part=Part(name="attachment", file="/home/soren/Dokumenter/slettet.pdf")),
    )
    await _shown(stage, BodyDraft(kind=BodyKind.MULTIPART, parts=rows))


async def xml(stage: Stage) -> None:
    await _shown(stage, BodyDraft(kind=BodyKind.XML, xml=XML))


async def xml_wrong(stage: Stage) -> None:
    await _shown(
        stage,
        BodyDraft(kind=BodyKind.XML, xml=WRONG_XML),
        headers=((True, "Content-Type", "application/soap+xml"),),
    )


async def file(stage: Stage) -> None:
    path = stage.open.context.services.saved.folder.parent / "kontoudtog-november.csv"
    path.write_text("Dato;Tekst;Beløb\n" * 4000, encoding="utf-8")
    await _shown(stage, BodyDraft(kind=BodyKind.FILE, file=str(path)))


async def file_empty(stage: Stage) -> None:
    await _shown(stage, BodyDraft(kind=BodyKind.FILE))


async def file_gone(stage: Stage) -> None:
    await _shown(stage, BodyDraft(kind=BodyKind.FILE, file="/home/soren/Dokumenter/slettet.csv"))


async def none(stage: Stage) -> None:
    await _shown(stage, BodyDraft(kind=BodyKind.NONE))


async def text(stage: Stage) -> None:
    await _shown(stage, BodyDraft(kind=BodyKind.TEXT, text="Konto;Beløb\n1000;125,50\n"))
