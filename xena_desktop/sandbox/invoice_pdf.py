"""Draws an invoice as a PDF of one page, with the fonts that every viewer has (ISO 32000-1)."""

from decimal import Decimal

from xena_desktop.sandbox.days import friendly_date
from xena_desktop.sandbox.store import FiscalData, Row
from xena_desktop.sandbox.totals import line_totals, order_lines, order_totals

_GREEN, _BLACK, _GREY = "0.227 0.455 0.114", "0.106 0.122 0.141", "0.32 0.36 0.4"
_LEFT, _RIGHT, _MOST_LINES = 56, 539, 22
# widths of Helvetica in thousandths, for texts that end at the right: digits, point, comma, minus, the rest
_WIDTHS = {".": 278, ",": 278, "-": 333, " ": 278}


class _Drawing:
    """The content of a page, in points from the lower left corner."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def text(
        self, x: float, y: float, text: str, *, size: float = 10, bold: bool = False, color: str = _BLACK
    ) -> None:
        font = "F2" if bold else "F1"
        shown = text.encode("cp1252", "replace")
        for special in (b"\\", b"(", b")"):
            shown = shown.replace(special, b"\\" + special)
        self._parts.append(f"BT /{font} {size} Tf {color} rg {x} {y} Td (".encode() + shown + b") Tj ET")

    def number(self, right: float, y: float, value: Decimal, *, bold: bool = False) -> None:
        text = danish_amount(value)
        width = sum(_WIDTHS.get(letter, 556) for letter in text) / 100
        self.text(right - width, y, text, bold=bold)

    def bar(self, y: float, *, height: float, color: str = _GREEN) -> None:
        self._parts.append(f"{color} rg {_LEFT} {y} {_RIGHT - _LEFT} {height} re f".encode())

    def content(self) -> bytes:
        return b"\n".join(self._parts)


def danish_amount(value: Decimal) -> str:
    """An amount as Danes write it: `12.480,00`."""
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def invoice_pdf(fiscal: FiscalData, *, order: Row, title: str, day: int) -> bytes:
    """The invoice of an order."""
    drawing = _Drawing()
    _draw_head(drawing, sender=fiscal.setup, order=order, title=title, day=day)
    y = _draw_lines(drawing, order_lines(order["Id"], fiscal=fiscal))
    _draw_totals(drawing, order_totals(order["Id"], fiscal=fiscal), y=y - 14)
    offset = order["TermsOfPayment"]["Offset"]
    terms = f"Betaling: netto {offset} dage, senest {friendly_date(day + offset, culture='da-DK')}."
    drawing.text(_LEFT, 96, terms, color=_GREY)
    drawing.text(_LEFT, 80, "Opdigtet faktura fra Xena Desktops sandkasse.", size=9, color=_GREY)
    return _document(drawing.content(), title=title)


def _draw_head(drawing: _Drawing, *, sender: Row, order: Row, title: str, day: int) -> None:
    own, other = sender["Address"], order.get("Address") or {}
    drawing.bar(800, height=5)
    drawing.text(_LEFT, 766, own["Name"], size=18, bold=True, color=_GREEN)
    contact = f"{own['Street']} · {own['Zip']} {own['City']} · CVR {sender['OrgNumber']}"
    drawing.text(_LEFT, 750, contact, size=9, color=_GREY)
    place = f"{other.get('Zip') or ''} {other.get('City') or ''}".strip()
    for row, text in enumerate((other.get("Name"), other.get("Street"), place)):
        drawing.text(_LEFT, 706 - 15 * row, text or "", bold=row == 0, size=11)
    drawing.text(380, 706, title, size=16, bold=True)
    facts = (f"Dato {friendly_date(day, culture='da-DK')}", f"Ordre {order['OrderNumber']}")
    for row, text in enumerate(facts):
        drawing.text(380, 688 - 15 * row, text)


def _draw_lines(drawing: _Drawing, lines: list[Row]) -> float:
    y = 620.0
    for x, heading in ((_LEFT, "Tekst"), (339, "Antal"), (420, "Pris"), (493, "Beløb, kr.")):
        drawing.text(x, y, heading, size=9, bold=True, color=_GREY)
    drawing.bar(y - 6, height=0.8)
    for line in lines[:_MOST_LINES]:
        y -= 18
        drawing.text(_LEFT, y - 4, (line.get("Description") or "")[:52])
        drawing.number(364, y - 4, Decimal(line.get("Quantity") or 0))
        drawing.number(440, y - 4, Decimal(line.get("PriceEach") or 0))
        drawing.number(_RIGHT, y - 4, line_totals(line)["PriceNettTotal"])
    if len(lines) > _MOST_LINES:
        y -= 18
        drawing.text(_LEFT, y - 4, f"og {len(lines) - _MOST_LINES} linjer mere", color=_GREY)
    return y - 12


def _draw_totals(drawing: _Drawing, totals: Row, *, y: float) -> None:
    net, vat = totals["PriceNettTotal"], totals["VatEstTotal"]
    drawing.bar(y + 8, height=0.8)
    for row, (text, value) in enumerate((("Netto", net), ("Moms 25 %", vat), ("I alt DKK", net + vat))):
        drawing.text(380, y - 8 - 17 * row, text, bold=row == 2)
        drawing.number(_RIGHT, y - 8 - 17 * row, value, bold=row == 2)


def _document(content: bytes, *, title: str) -> bytes:
    name = title.encode("cp1252", "replace").replace(b"(", b"").replace(b")", b"").replace(b"\\", b"")
    fonts = b"/Font << /F1 5 0 R /F2 6 0 R >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (da-DK) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << "
        + fonts
        + b" >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
        b"<< /Title (" + name + b") /Producer (Xena Desktop Sandbox) >>",
    )
    written, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, size - 1)
    end = b"startxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer + end
