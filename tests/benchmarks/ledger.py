"""A server with Xena-shaped answers of chosen sizes, as a process of its own.

``python -m tests.benchmarks.ledger NAME…`` prints its port and serves ``/Api/NAME`` until its input ends: a name is a
number of megabytes, or one of ``SHAPES``.
"""

import json
import random
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MEGABYTE = 1_000_000


def ledger(size: int) -> bytes:
    """An envelope of ledger posts of about ``size`` bytes."""
    chance = random.Random(4)  # noqa: S311 - the same rows at every run
    rows: list[bytes] = []
    length = 0
    while length < size:
        rows.append(_row(len(rows), chance))
        length += len(rows[-1]) + 1
    return b'{"Count":%d,"Entities":[%s]}' % (len(rows), b",".join(rows))


def _row(number: int, chance: random.Random) -> bytes:
    row = {
        "Id": 90071992547409930 + number,
        "Version": chance.randint(0, 9),
        "PartnerId": 90000000000 + chance.randint(0, 5000),
        "Description": f"Faktura nr. {number} – Sørensen & Søn",
        "FiscalDateDays": 19000 + chance.randint(0, 900),
        "AmountMonetary": round(chance.random() * 100000, 2),
        "VatAmount": None,
        "IsPosted": chance.random() < 0.5,
        "Address": {"Name": "Ærø Brød", "Street": f"Havnegade {chance.randint(1, 99)}", "City": "Ærøskøbing"},
        "CurrencyAbb": "DKK",
        "LedgerTags": [1, 2, 3],
        "Note": "linje 1\nlinje 2",
    }
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _many(form: bytes, *, twice: bool = False, count: int = 1_000_000, between: bytes = b",") -> bytes:
    return between.join(form % ((number, number) if twice else number) for number in range(count))


SHAPES: dict[str, Callable[[], bytes]] = {
    "one-line": lambda: b'{"Text":"' + b"x" * (100 * MEGABYTE) + b'","Id":1}',
    "deep": lambda: b"[" * 10_000 + b"1" + b"]" * 10_000,
    "deep-and-long": lambda: (b'["' + b"x" * 1000 + b'",') * 10_000 + b"1" + b"]" * 10_000,
    "members": lambda: b"{" + _many(b'"name%d":%d', twice=True) + b"}",
    "texts": lambda: b"[" + _many(b'"text %d"') + b"]",
    "rows": lambda: b"[" + _many(b'{"Id":%d,"Amount":%d.50,"Text":"A post","IsPosted":true}', twice=True) + b"]",
    "columns": lambda: b"[{" + _many(b'"name%d":%d', twice=True, count=50_000) + b"}]",
    "long-numbers": lambda: b"[" + _many(b"1234567890123456789012345678901234.%06d") + b"]",
    "lines": lambda: _many(b'{"Id":%d,"Text":"S\xc3\xb8ren","Amount":1250.50}', between=b"\n"),
    "csv": lambda: b"Id;Navn;Bel\xc3\xb8b\n" + _many(b"%d;S\xc3\xb8ren K. Jensen;1.250,50", between=b"\n"),
    "xml": lambda: b"<A>" + _many(b"<Post><Id>%d</Id><Text a='b'>S\xc3\xb8ren</Text></Post>", between=b"") + b"</A>",
    "html": lambda: b"<!doctype html>" + _many(b"<p>Post <b>%d</b> of <i>many</i></p>", between=b"\n"),
}  # fmt: skip


def body_of(name: str) -> bytes:
    return SHAPES[name]() if name in SHAPES else ledger(int(name) * MEGABYTE)


def main() -> None:
    bodies = {f"/Api/{name}": body_of(name) for name in sys.argv[1:]}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies[self.path]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
