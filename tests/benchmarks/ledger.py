"""A server with Xena-shaped answers of chosen sizes, as a process of its own.

``python -m tests.benchmarks.ledger SIZE…`` prints its port and serves ``/Api/SIZE`` until its input ends.
"""

import json
import random
import sys
import threading
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


def main() -> None:
    bodies = {f"/Api/{size}": ledger(int(size) * MEGABYTE) for size in sys.argv[1:]}

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
