"""What the columns of an array's rows are, told from their names and the first rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from xena_desktop.domain.json_read import WrittenNumber

_FIRST_DAY: Final = date(1970, 1, 1)
_DAYS: Final = range(-25_000, 100_000)
"""Day numbers that may be meant as dates: from 1901 to 2243."""


class Form(StrEnum):
    """How a column is shown."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    LINK = "link"


class TableColumn(NamedTuple):
    """A column: the names that lead to its values, one or two, and how it is shown."""

    path: tuple[str, ...]
    form: Form = Form.TEXT
    longest: int = 0

    @property
    def title(self) -> str:
        """``Address.Name``."""
        return ".".join(self.path)


_KINDS: Final = frozenset(
    (
        "Absence",
        "AccountantAdmin",
        "AccountantClient",
        "AccountantDepartment",
        "AccountantResource",
        "Activity",
        "ActivityType",
        "AdditionalArticle",
        "Appointment",
        "Article",
        "ArticleGroup",
        "ArticleGroupVatSetup",
        "ArticleLocationSetup",
        "ArticleRelocationTask",
        "ArticleVariant",
        "BankExport",
        "BankPosting",
        "BankSettlement",
        "BarCode",
        "Bearer",
        "Bookkeeping",
        "BreakSetup",
        "BundleItem",
        "CostType",
        "CurrencyExchangeRate",
        "DefaultPriceMargin",
        "Department",
        "DiscountCode",
        "Document",
        "DocumentFolder",
        "DocumentFolderConfiguration",
        "EntityTemplate",
        "FiscalPeriod",
        "Ledger",
        "LedgerLine",
        "LedgerPost",
        "LedgerTag",
        "LedgerTagBankContext",
        "LedgerTagGroup",
        "Location",
        "Order",
        "OrderInvoiceTransaction",
        "OrderJournalEntry",
        "OrderLine",
        "OrderLineBundleItem",
        "OrderTask",
        "OrderTaskLedger",
        "OrderTaskLine",
        "OrderTaskPost",
        "PartialSettlement",
        "PartiallyPaidPartnerPost",
        "Partner",
        "PartnerContext",
        "PartnerContextTemplate",
        "PartnerDeliveryAddress",
        "PartnerEmailContact",
        "PartnerGLNNumber",
        "PartnerLocation",
        "PartnerMailHistoryEntry",
        "PartnerNoteHistoryEntry",
        "PartnerTelephoneNumber",
        "Payment",
        "PaymentMeans",
        "PriceDiscountAgreement",
        "PriceGroup",
        "PrimoArticlePost",
        "PrimoLedgerPost",
        "PrimoPartnerPost",
        "Project",
        "ProjectCalculationPost",
        "ProjectGroup",
        "SmtpSetting",
        "ValueTemplate",
    )
)
"""What Xena gives by its id: ``GET Fiscal/{fiscalId}/Partner/{id}`` and its like."""
_ID_NAME: Final = re.compile(r"(.+)Id")


def link_of(name: str, value: str, *, request_path: str) -> str:
    """The path of the GET that ``value`` in the column ``name`` belongs to; empty where there is none.

    ``Id`` itself is of the kind that the request asked for.
    """
    if not value.isdecimal():
        return ""
    named = _ID_NAME.fullmatch(name.rpartition(".")[2])
    kind = named[1] if named else ""
    if name == "Id":
        kind = request_path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return f"Fiscal/{{fiscalId}}/{kind}/{value}" if kind in _KINDS else ""


MOST_COLUMNS: Final = 500
"""Columns that are worth a look; more would take seconds to lay out, and nobody could read them."""


class Columns(NamedTuple):
    """The columns that are shown, and the names that lead to the values of those that are not."""

    shown: tuple[TableColumn, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()


def columns_of(rows: Iterable[object], *, request_path: str = "") -> Columns:
    """The columns of rows read by ``json_read.exact``: those in use in the order they come, then the unused ones.

    The members of an object in a row are columns of their own. Rows that are no objects have one nameless column.
    """
    held, is_used = list(rows), dict[tuple[str, ...], bool]()
    for row in held:
        for path, value in _cells(row):
            is_used[path] = value is not None or is_used.get(path, False)
    paths = [path for path, used in is_used.items() if used]
    paths += [path for path, used in is_used.items() if not used]
    values: dict[tuple[str, ...], list[object]] = {path: [] for path in paths[:MOST_COLUMNS]}
    for row in held:
        for path, value in _cells(row):
            if path in values:
                values[path].append(value)
    shown = [_column(path, found, request_path=request_path) for path, found in values.items()]
    return Columns(tuple(shown), tuple(paths[MOST_COLUMNS:]))


def _cells(row: object) -> Iterator[tuple[tuple[str, ...], object]]:
    if not isinstance(row, tuple):
        yield (), row
        return
    for name, value in row:
        if isinstance(value, tuple) and value:
            yield from (((name, inner), deeper) for inner, deeper in value)
        else:
            yield (name,), value


def _column(path: tuple[str, ...], values: list[object], *, request_path: str) -> TableColumn:
    there = [value for value in values if value is not None]
    name = ".".join(path)
    longest = max((len(cell_text(value)) for value in there), default=0)
    form = Form.TEXT
    if there and all(isinstance(value, WrittenNumber) for value in there):
        texts = [str(value) for value in there]
        form = Form.MONEY if any("." in text for text in texts) else Form.NUMBER
        if name.endswith("Days") and all(day_of(text) for text in texts):
            form = Form.DAY
    if any(link_of(name, cell_text(value), request_path=request_path) for value in there):
        form = Form.LINK
    return TableColumn(path=path, form=form, longest=longest)


def cell_of(row: object, path: tuple[str, ...]) -> object:
    """What stands in a row under the names of ``path``; None where nothing does. Of double names the last counts."""
    for name in path:
        if not isinstance(row, tuple):
            return None
        row = dict(row).get(name)
    return row


def has_cell(row: object, path: tuple[str, ...]) -> bool:
    """Whether anything stands in a row under the names of ``path``, be it null."""
    for name in path:
        if not isinstance(row, tuple):
            return False
        members = dict(row)
        if name not in members:
            return False
        row = members[name]
    return True


def cell_text(value: object) -> str:
    """A value as one line of text: what holds others by how many, numbers as they were written."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"{{{len(value)}}}"
        case list():
            return f"[{len(value)}]"
        case _:
            return str(value)


def day_of(text: str) -> date | None:
    """The date of a day number (days since 1970-01-01); None for what is none."""
    if not re.fullmatch(r"-?\d{1,6}", text) or int(text) not in _DAYS:
        return None
    return _FIRST_DAY + timedelta(days=int(text))


def grouped(text: str, *, decimal: str, group: str) -> str:
    """A written number with a language's separators, and all its decimals; one with an exponent stays as it is."""
    parts = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?", text)
    if parts is None:
        return text
    whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", group, parts[2])
    return parts[1] + whole + (decimal + parts[3] if parts[3] else "")
