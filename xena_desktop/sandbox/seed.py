"""The business data that each start of the Sandbox begins with: the same every time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from xena_desktop.sandbox.bookkeeping import add_document, add_voucher, post_invoice
from xena_desktop.sandbox.days import day_number
from xena_desktop.sandbox.order_handlers import line_values, order_values
from xena_desktop.sandbox.resource_files import read_bytes, read_json
from xena_desktop.sandbox.store import FiscalData, Row, Store

_SEED_MOMENT = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
_SEED_DAY = day_number(_SEED_MOMENT.date())
_ROLES = {"C": "ContextType_Customer", "S": "ContextType_Supplier", "R": "ContextType_Resource"}
_TASKS = ("Udførelse", "Efterarbejde", "Materialer", "Fremmøde og opstart")
_VAT_SHARE = Decimal("0.25")
_CREDITORS, _PURCHASE_VAT = 6800, 6920


def seeded_store(*, now: Callable[[], datetime]) -> Store:
    """The fiscal setups with everything in them; later rows are dated by the clock."""
    partners, articles = read_json("sandbox/partners.json"), read_json("sandbox/articles.json")
    ledger = read_json("sandbox/ledger.json")
    fiscals = {}
    for facts in read_json("sandbox/fiscal-setups.json"):
        fiscal = _fiscal(facts)
        _add_periods(fiscal)
        _add_chart(fiscal, ledger["chart"])
        _add_partners(fiscal, partners[facts["trade"]], first_id=facts["first_partner_id"])
        _add_articles(fiscal, articles[facts["trade"]])
        _add_orders(fiscal, count=facts["orders"])
        _add_vouchers(fiscal, ledger["vouchers"])
        _add_picture(fiscal)
        fiscal.now = now
        fiscals[fiscal.fiscal_id] = fiscal
    return Store(fiscals)


def _fiscal(facts: dict[str, Any]) -> FiscalData:
    fiscal_id: int = facts["id"]
    setup: Row = {
        "Id": fiscal_id,
        "Version": 4,
        "IsDeactivated": False,
        "CreatedAt": "2019-03-04T08:15:00Z",
        "FiscalSetupType": "FiscalSetupType_Company",
        "Color": facts["color"],
        "OrgNumber": facts["org_number"],
        "Address": _address(facts["name"], facts["street"], facts["zip"], facts["city"]),
        "CurrencyAbbreviation": "DKK",
        "CurrencyDescription": "Danske kroner",
        "Culture": "da-DK",
        "Phone": facts["phone"],
        "Email": facts["email"],
        "Website": facts["website"],
        "RegisteredForVat": True,
        "AccountantName": facts["accountant"],
        "PaymentLedgerTagNumber": 5820,
        "XenaSubscriptionId": fiscal_id + 700000,
        "IsXenaSubscriptionActive": True,
        "IsAccountant": facts["trade"] == "accounting",
        "AgreementNumber": str(fiscal_id + 1_200_000),
    }
    # beyond 32 bits, so that nobody can take an id for a small number
    return FiscalData(fiscal_id, setup, now=lambda: _SEED_MOMENT, last_id=fiscal_id * 100_000)


def _address(name: str, street: str, postcode: str, city: str) -> Row:
    return {"Name": name, "Street": street, "Zip": postcode, "City": city, "CountryName": "DK"}


def _add_periods(fiscal: FiscalData) -> None:
    for year in (2025, 2026, 2027):
        values = {
            "Description": str(year),
            "FiscalPeriodStartDays": day_number(date(year, 1, 1)),
            "FiscalPeriodEndDays": day_number(date(year, 12, 31)),
            "LockedAtDays": day_number(date(year, 12, 31)) if year == 2025 else None,
            "IsClosed": year == 2025,
        }
        fiscal.add("FiscalPeriod", values)


def _add_chart(fiscal: FiscalData, chart: list[list[Any]]) -> None:
    for number, text, account, group, vat in chart:
        kinds = {"Likvider": "LedgerTagType_Bank", "Moms": "LedgerTagType_Vat"}
        values = {
            "Number": number,
            "Description": text,
            "LedgerAccount": account,
            "LedgerTagType": kinds.get(group, "LedgerTagType_Account"),
            "DefaultVatAbbreviation": vat,
            "DefaultCurrencyAbbreviation": "DKK",
            "LedgerTagGroupDescription": group,
            "LedgerTagGroupIndex": number // 100,
        }
        fiscal.add("LedgerTag", values)


def _add_partners(fiscal: FiscalData, partners: list[list[str | None]], *, first_id: int) -> None:
    for index, (name, role, street, postcode, city, org_number, phone, attention) in enumerate(partners):
        person = org_number is None
        partner = {
            "AccountNumber": 1001 + index,
            "Address": _address(str(name), str(street), str(postcode), str(city)),
            "Attention": attention,
            "PartnerType": "xena_partnertype_person" if person else "xena_partnertype_company",
            "PhoneNumber": phone,
            "OrgNumber": org_number,
            "Tags": [],
        }
        row = fiscal.add("Partner", partner, row_id=first_id + index)
        context = {
            "PartnerId": row["Id"],
            "ContextType": _ROLES[str(role)],
            "TermsOfPayment": {"Offset": 8 if person else 14 + 16 * (index % 2), "DueType": "xena_nett"},
            "CurrencyAbbreviation": "DKK",
            "Culture": "da-DK",
            "PaymentMeansType": "xena_payment_bank",
            "ContextDescription": name,
        }
        fiscal.add("PartnerContext", context)


def _add_articles(fiscal: FiscalData, articles: list[list[str]]) -> None:
    suppliers = [row["PartnerId"] for row in fiscal.every("PartnerContext", ContextType=_ROLES["S"])]
    for index, (number, text, group, unit, cost, price) in enumerate(articles):
        setup = {"CurrencyAbbreviation": "DKK", "UnitAbbreviation": unit}
        values = {
            "ArticleNumber": number,
            "Description": text,
            "ArticleGroupDescription": group,
            "SalesSetup": {"Price": Decimal(price), "VatAbbreviation": "Salg", **setup},
            "PurchasingSetup": {"Price": Decimal(cost), "VatAbbreviation": "Køb", **setup},
            "SupplierId": suppliers[index % len(suppliers)] if unit in ("stk", "m", "pk", "kasse") else None,
            "HasInventoryManagement": unit in ("stk", "m", "pk", "kasse"),
        }
        fiscal.add("Article", values)


def _add_orders(fiscal: FiscalData, *, count: int) -> None:
    customers = [row["PartnerId"] for row in fiscal.every("PartnerContext", ContextType=_ROLES["C"])]
    articles = [row for row in fiscal.rows["Article"].values() if row["SalesSetup"]["Price"]]
    statuses = ("status_open", "status_working", "status_ready", "status_open")
    for index in range(count):
        partner = fiscal.rows["Partner"][customers[index * 5 % len(customers)]]
        day = _SEED_DAY - 7 * (count - index)
        values = order_values(partner, context_type=_ROLES["C"], day=day)
        order = fiscal.add("Order", values | {"OrderNumber": 412 + index, "StatusKey": statuses[index % 4]})
        for number in range(1 + index % 2):
            _add_task(fiscal, order=order, number=number + 1, articles=articles, turn=index)
        # the older third is invoiced, as far as it makes five documents
        if index < min(5, count // 3):
            post_invoice(fiscal, order=order, day=day + 9, user_name="Søren Holm")


def _add_task(fiscal: FiscalData, *, order: Row, number: int, articles: list[Row], turn: int) -> None:
    text = _TASKS[(turn + number) % len(_TASKS)]
    task = fiscal.add("OrderTask", {"OrderId": order["Id"], "Index": number, "Description": text})
    for index in range(2 + turn % 3):
        # work first, then what was built in
        place = turn % 2 if index == 0 else turn * 11 + number * 7 + index * 5
        article = articles[place % len(articles)]
        quantity = Decimal(f"{1 + (turn + 2 * index) % 8}.00")
        fiscal.add(
            "OrderLine",
            {"OrderTaskId": task["Id"], "Index": index + 1, **line_values(article), "Quantity": quantity},
        )


def _add_vouchers(fiscal: FiscalData, templates: list[list[Any]]) -> None:
    suppliers = [row["PartnerId"] for row in fiscal.every("PartnerContext", ContextType=_ROLES["S"])]
    for month in (8, 9, 10):
        for text, day, amounts, contra, supplier in templates:
            entries = _entries(amounts, contra=contra, month=month)
            partner_id = suppliers[(supplier or month) % len(suppliers)] if contra == _CREDITORS else None
            number = day_number(date(2026, month, day))
            add_voucher(fiscal, text=text, day=number, entries=entries, partner_id=partner_id)


def _entries(amounts: list[tuple[int, str, bool]], *, contra: int, month: int) -> list[tuple[int, Decimal]]:
    entries: list[tuple[int, Decimal]] = []
    for number, written, has_vat in amounts:
        # a little more each month, in whole øre, so that no two vouchers look copied
        net = (Decimal(written) * (100 + 3 * (month - 8)) / 100).quantize(Decimal("0.01"))
        entries.append((number, net))
        if has_vat:
            entries.append((_PURCHASE_VAT, (net * _VAT_SHARE).quantize(Decimal("0.01"))))
    return [*entries, (contra, -sum((amount for _, amount in entries), Decimal("0.00")))]


def _add_picture(fiscal: FiscalData) -> None:
    content = read_bytes("sandbox/documents/boiler-room.jpg")
    add_document(
        fiscal, title="Fyrrum efter udskiftning", file=("fyrrum-før-start.jpg", "image/jpeg", content)
    )
