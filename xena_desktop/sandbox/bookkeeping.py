"""Vouchers whose posts balance, and the documents that belong to them."""

from decimal import Decimal

from xena_desktop.sandbox.invoice_pdf import invoice_pdf
from xena_desktop.sandbox.store import FiscalData, Row
from xena_desktop.sandbox.totals import order_totals

_SALES, _SALES_VAT, _DEBTORS = 1010, 6910, 5600
_PURCHASES, _PURCHASE_VAT, _CREDITORS = 1310, 6920, 6800

# an amount in kroner for the ledger tag of that number; debit is above zero
Entry = tuple[int, Decimal]


def open_period(fiscal: FiscalData, *, day: int) -> Row | None:
    """The open fiscal period that the day lies in, or None."""
    for period in fiscal.every("FiscalPeriod"):
        within = period["FiscalPeriodStartDays"] <= day <= period["FiscalPeriodEndDays"]
        if within and not period.get("IsClosed"):
            return period
    return None


def post_invoice(fiscal: FiscalData, *, order: Row, day: int, user_name: str) -> Row:
    """Enter an order in the books; the answer is its entry in the order's journal."""
    number = fiscal.next_number("OrderJournalEntry", "InvoiceNumber", first=1)
    sale = order["ContextType"] != "ContextType_Supplier"
    title = f"{'Faktura' if sale else 'Leverandørfaktura'} {number}"
    order["OrderInvoiceNumbers"] = [*order["OrderInvoiceNumbers"], number]
    order |= {"StatusKey": "status_invoiced", "LastInvoicedDateDays": day, "Version": order["Version"] + 1}
    pdf = invoice_pdf(fiscal, order=order, title=title, day=day)
    document = add_document(
        fiscal, title=title, file=(f"{title.lower().replace(' ', '-')}.pdf", "application/pdf", pdf)
    )
    totals = order_totals(order["Id"], fiscal=fiscal)
    entries = _invoice_entries(totals["PriceNettTotal"], totals["VatEstTotal"], sale=sale)
    voucher = add_voucher(fiscal, text=title, day=day, entries=entries, partner_id=order["PartnerId"])
    voucher |= {"FirstDocumentId": document["Id"], "ResponsibleName": user_name}
    entry = {
        "OrderId": order["Id"],
        "JournalType": "OrderJournalType_Invoice",
        "Description": title,
        "FiscalDateDays": day,
        "DocumentId": document["Id"],
        "VoucherId": voucher["Id"],
        "VoucherNumber": voucher["VoucherNumber"],
        "InvoiceNumber": number,
        "UserName": user_name,
    }
    return fiscal.add("OrderJournalEntry", entry)


def add_voucher(
    fiscal: FiscalData, *, text: str, day: int, entries: list[Entry], partner_id: int | None = None
) -> Row:
    """A voucher with one ledger post for each entry; raises ValueError when they do not balance."""
    if sum(amount for _, amount in entries) != 0:
        raise ValueError(f"the posts of {text} do not balance")
    period = open_period(fiscal, day=day) or {}
    voucher = fiscal.add(
        "Voucher",
        {
            "FiscalPeriodId": period.get("Id", 0),
            "VoucherNumber": fiscal.next_number("Voucher", "VoucherNumber", first=1),
            "Description": text,
            "FiscalDateDays": day,
        },
    )
    tags = {tag["Number"]: tag for tag in fiscal.every("LedgerTag")}
    for number, amount in entries:
        post = {
            "Amount": amount,
            "CurrencyAmount": amount,
            "CurrencyAbbreviation": "DKK",
            "VatAmount": Decimal("0.00"),
            "VatAbbreviation": tags[number].get("DefaultVatAbbreviation"),
            "EconomicTransactionId": voucher["Id"],
            "VoucherId": voucher["Id"],
            "FiscalDateDays": day,
            "RegistrationDateDays": day,
            "LedgerTagId": tags[number]["Id"],
            "Description": text,
            "PartnerId": partner_id,
        }
        fiscal.add("LedgerPost", post)
    return voucher


def add_document(fiscal: FiscalData, *, title: str, file: tuple[str, str, bytes]) -> Row:
    """A document with its first version; `file` is name, content type and content."""
    name, content_type, content = file
    pdf = content_type == "application/pdf"
    version = {
        "FileName": name,
        "Created": fiscal.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ContentType": content_type,
        "HasPreview": True,
        "PreviewPages": 1,
        "PageCount": 1,
        "IsPdf": pdf,
        "IsImage": content_type.startswith("image/"),
        "IsXml": content_type.endswith("/xml"),
    }
    kept = fiscal.add("DocumentVersion", version)
    fiscal.files[kept["Id"]] = content
    document = fiscal.add("Document", {"Description": title, "LastVersionId": kept["Id"]})
    kept["DocumentId"] = document["Id"]
    return document


def _invoice_entries(net: Decimal, vat: Decimal, *, sale: bool) -> list[Entry]:
    if sale:
        return [(_DEBTORS, net + vat), (_SALES, -net), (_SALES_VAT, -vat)]
    return [(_PURCHASES, net), (_PURCHASE_VAT, vat), (_CREDITORS, -net - vat)]
