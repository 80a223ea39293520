"""Turns a kept row into what the API answers: each field of its definition, in the person's language."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from xena_desktop.sandbox.choices import Choices
from xena_desktop.sandbox.days import friendly_date
from xena_desktop.sandbox.definitions import Definition, Definitions, Field
from xena_desktop.sandbox.store import FiscalData, Row
from xena_desktop.sandbox.totals import line_totals, order_summary, task_totals

# field of a kind -> (field that holds an id, kind of that id, path there)
_LOOKED_UP: dict[str, dict[str, tuple[str, str, str]]] = {
    "PartnerContext": {
        "PartnerName": ("PartnerId", "Partner", "Address.Name"),
        "LedgerTagNumber": ("DefaultLedgerTagId", "LedgerTag", "Number"),
        "LedgerTagDescription": ("DefaultLedgerTagId", "LedgerTag", "Description"),
    },
    "Order": {
        "PartnerName": ("PartnerId", "Partner", "Address.Name"),
        "PartnerAccountNumber": ("PartnerId", "Partner", "AccountNumber"),
        "PartnerPhoneNumber": ("PartnerId", "Partner", "PhoneNumber"),
        "PartnerType": ("PartnerId", "Partner", "PartnerType"),
    },
    "OrderTask": {
        "OrderNumber": ("OrderId", "Order", "OrderNumber"),
        "OrderContextType": ("OrderId", "Order", "ContextType"),
        "Address": ("OrderId", "Order", "Address"),
        "DeliveryAddress": ("OrderId", "Order", "DeliveryAddress"),
    },
    "OrderLine": {
        "OrderId": ("OrderTaskId", "OrderTask", "OrderId"),
        "ArticleNumber": ("ArticleId", "Article", "ArticleNumber"),
        "ArticleGroupDescription": ("ArticleId", "Article", "ArticleGroupDescription"),
        "ArticleInternalNote": ("ArticleId", "Article", "InternalNote"),
        "PayerAccountNumber": ("PayerId", "Partner", "AccountNumber"),
    },
    "Article": {
        "SupplierName": ("SupplierId", "Partner", "Address.Name"),
        "SupplierAccountNumber": ("SupplierId", "Partner", "AccountNumber"),
    },
    "LedgerPost": {
        "LedgerTagNumber": ("LedgerTagId", "LedgerTag", "Number"),
        "LedgerTagDescription": ("LedgerTagId", "LedgerTag", "Description"),
        "LedgerAccount": ("LedgerTagId", "LedgerTag", "LedgerAccount"),
        "VoucherNumber": ("VoucherId", "Voucher", "VoucherNumber"),
        "PartnerName": ("PartnerId", "Partner", "Address.Name"),
        "PartnerAccountNumber": ("PartnerId", "Partner", "AccountNumber"),
    },
}


class Presentation:
    """Shows rows; `definitions` say which fields there are."""

    def __init__(self, *, definitions: Definitions, choices: Choices) -> None:
        self._definitions = definitions
        self._choices = choices
        self._worked_out: dict[str, Callable[[Row, FiscalData], Row]] = {
            "Partner": _partner,
            "Order": _order,
            "OrderTask": _order_task,
            "OrderLine": _order_line,
            "Article": _article,
            "LedgerTag": _ledger_tag,
            "Voucher": _voucher,
            "Document": _document,
        }

    def entity(self, kind: str, row: Row, *, definition: str, fiscal: FiscalData, culture: str) -> Row:
        """A row of a kind, with what is looked up elsewhere or worked out."""
        seen = {**row, **_looked_up(kind, row, fiscal=fiscal)}
        if work_out := self._worked_out.get(kind):
            seen |= work_out(seen, fiscal)
        return self.shape(seen, definition=definition, culture=culture)

    def shape(self, values: Row, *, definition: str, culture: str) -> Row:
        """Exactly the fields of the definition, with friendly dates and translated texts."""
        shown = self._definitions[definition]
        seen = values | self._friendly(values, definition=shown, culture=culture)
        return {field.name: self._value(field, seen.get(field.name), culture) for field in shown.fields}

    def _value(self, field: Field, value: Any, culture: str) -> object:
        if value is None or field.type not in self._definitions:
            return field.empty if value is None else value
        if field.many:
            return [self.shape(item, definition=field.type, culture=culture) for item in value]
        return self.shape(value, definition=field.type, culture=culture)

    def _friendly(self, values: Row, *, definition: Definition, culture: str) -> Row:
        friendly: Row = {}
        for name in (field.name for field in definition.fields):
            if name.endswith("DaysFriendly"):
                number = values.get(name.removesuffix("Friendly"))
                friendly[name] = None if number is None else friendly_date(number, culture=culture)
            elif name.endswith("Translated"):
                friendly[name] = self._text(values.get(name.removesuffix("Translated")), culture)
        return friendly | self._named(values, definition=definition, culture=culture)

    def _named(self, values: Row, *, definition: Definition, culture: str) -> Row:
        named: Row = {}
        if definition.name == "TermsOfPaymentDto":
            named["Description"] = self._terms(values, culture)
        if definition.name == "AddressDto":
            named["CountryDisplayName"] = self._text(values.get("CountryName"), culture)
        if key := values.get("StatusKey"):
            prefix = "OrderTaskStatus" if definition.name == "OrderTaskDto" else "OrderStatus"
            named[f"{prefix}Name"] = self._text(key, culture)
            named[f"{prefix}Color"] = self._choices.color(key)
        if values.get("Culture"):
            named["CultureDisplayName"] = self._text(values["Culture"], culture)
        return named

    def _terms(self, values: Row, culture: str) -> str:
        offset = values.get("Offset") or 0
        text = self._text(values.get("DueType"), culture) or ""
        return f"{text} {offset} {'dage' if culture.startswith('da') else 'days'}" if offset else text

    def _text(self, key: Any, culture: str) -> str | None:
        return self._choices.text(key, culture=culture) if key else None


def _looked_up(kind: str, row: Row, *, fiscal: FiscalData) -> Row:
    found: Row = {}
    for name, (id_field, other_kind, path) in _LOOKED_UP.get(kind, {}).items():
        value: Any = fiscal.find(other_kind, row.get(id_field))
        for step in path.split("."):
            value = (value or {}).get(step)
        found[name] = value
    return found


def _partner(row: Row, fiscal: FiscalData) -> Row:
    address = row["Address"]
    contexts = {
        context["ContextType"]: context["Id"]
        for context in fiscal.every("PartnerContext", PartnerId=row["Id"])
    }
    return {
        "ShortDescription": address.get("Name"),
        "LongDescription": f"{row.get('AccountNumber')} {address.get('Name')}, {address.get('City')}",
        "CustomerId": contexts.get("ContextType_Customer"),
        "SupplierId": contexts.get("ContextType_Supplier"),
        "ResourceId": contexts.get("ContextType_Resource"),
    }


def _order(row: Row, fiscal: FiscalData) -> Row:
    return {
        "Summary": order_summary(row, fiscal=fiscal),
        "IsHeaderReadOnly": row["StatusKey"] == "status_invoiced",
    }


def _order_task(row: Row, fiscal: FiscalData) -> Row:
    order = fiscal.find("Order", row["OrderId"]) or {}
    invoiced = order.get("StatusKey") == "status_invoiced"
    return {
        "Totals": task_totals(row["Id"], fiscal=fiscal),
        "Abbreviation": f"{row['OrderNumber']}-{row['Index']}",
        "StatusKey": order.get("StatusKey"),
        "IsInvoiced": invoiced,
        "IsReadonly": invoiced,
    }


def _order_line(row: Row, _: FiscalData) -> Row:
    totals = line_totals(row)
    return {"Totals": totals, "EstimatedCostTotal": totals["CostTotal"]}


def _article(row: Row, _: FiscalData) -> Row:
    sales, purchasing = row.get("SalesSetup") or {}, row.get("PurchasingSetup") or {}
    return {
        "DescriptionFriendly": f"{row['ArticleNumber']} {row['Description']}",
        "SalesPrice": sales.get("Price"),
        "SalesUnitAbbreviation": sales.get("UnitAbbreviation"),
        "SalesCurrencyAbbreviation": sales.get("CurrencyAbbreviation"),
        "PurchasePrice": purchasing.get("Price"),
        "PurchasingUnitAbbreviation": purchasing.get("UnitAbbreviation"),
        "PurchaseCurrencyAbbreviation": purchasing.get("CurrencyAbbreviation"),
    }


def _ledger_tag(row: Row, _: FiscalData) -> Row:
    short = f"{row['Number']} {row['Description']}"
    return {
        "ShortDescription": short,
        "LongDescription": f"{short} ({row.get('LedgerTagGroupDescription') or '-'})",
    }


def _voucher(row: Row, fiscal: FiscalData) -> Row:
    amounts = [post["Amount"] for post in fiscal.every("LedgerPost", VoucherId=row["Id"])]
    zero = Decimal("0.00")
    return {
        "DebetAmount": sum((amount for amount in amounts if amount > 0), zero),
        "CreditAmount": sum((-amount for amount in amounts if amount < 0), zero),
        "DocumentRelationCount": 1 if row.get("FirstDocumentId") else 0,
    }


def _document(row: Row, fiscal: FiscalData) -> Row:
    version = fiscal.find("DocumentVersion", row["LastVersionId"]) or {}
    return {
        "LastFileName": version.get("FileName"),
        "LastContentLength": len(fiscal.files.get(row["LastVersionId"], b"")),
        "LastCreated": version.get("Created"),
        "LastContentType": version.get("ContentType"),
        "LastNote": version.get("Note"),
        "HasPreview": True,
        "IsInline": True,
        "IsImage": version.get("IsImage"),
        "IsInlinePdf": version.get("IsPdf"),
    }
