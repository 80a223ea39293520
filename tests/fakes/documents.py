"""Documents that a server might send."""


def two_pages() -> bytes:
    """A PDF of two pages, each with a word on it."""
    streams = [b"BT /F1 36 Tf 72 720 Td (Faktura) Tj ET", b"BT /F1 36 Tf 72 720 Td (Side 2) Tj ET"]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>",
        *(
            part
            for number, stream in enumerate(streams)
            for part in (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /F1 7 0 R >> >> >>" % (4 + 2 * number),
                b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            )
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
