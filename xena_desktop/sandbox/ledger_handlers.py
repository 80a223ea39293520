"""Accounts, their posts, and fiscal periods."""

from collections import defaultdict
from decimal import Decimal

from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.refusals import FieldError, not_saved
from xena_desktop.sandbox.store import Row

TAG_USED_BY = (("LedgerPost", "LedgerTagId"),)
_LAST_DAY = 2**31 - 1


def check_period(call: Call, values: Row) -> None:
    """Answers 400 when the period ends before it begins."""
    if values["FiscalPeriodEndDays"] < values["FiscalPeriodStartDays"]:
        raise not_saved(400, errors=[FieldError("FiscalPeriodEndDays", call.text("period_order"))])


def posts(call: Call) -> Row:
    """The posts of an account by date, each with the running total."""
    rows, total = [], Decimal("0.00")
    tag = call.row("LedgerTag")
    for post in sorted(call.fiscal.every("LedgerPost", LedgerTagId=tag["Id"]), key=_by_date):
        total += post["Amount"]
        if _within(call, post):
            rows.append(post | {"RunningTotal": total})
    return call.page(rows, show=lambda row: call.shown("LedgerPost", row, definition="LedgerPostDto"))


def group_data(call: Call) -> Row:
    """The sum of each group of accounts."""
    tags = call.fiscal.rows["LedgerTag"]
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for post in filter(lambda row: _within(call, row), call.fiscal.every("LedgerPost")):
        tag = tags[post["LedgerTagId"]]
        sums[tag["LedgerAccount"], tag["LedgerTagGroupDescription"]].append(post["Amount"])
    rows: list[Row] = [
        {
            "LedgerAccount": account,
            "LedgerTagGroupDescription": group,
            "Amount": sum(amounts, Decimal("0.00")),
            "PostCount": len(amounts),
        }
        for (account, group), amounts in sorted(sums.items())
    ]
    culture = call.person.culture
    shown = [call.presentation.shape(row, definition="LedgerGroupDataDto", culture=culture) for row in rows]
    return {"Count": len(shown), "Entities": shown}


def _by_date(post: Row) -> tuple[int, int]:
    return post["FiscalDateDays"], post["Id"]


def _within(call: Call, post: Row) -> bool:
    first = call.day_query("fiscalDateFrom", default=-_LAST_DAY)
    last = call.day_query("fiscalDateTo", default=_LAST_DAY)
    return bool(first <= post["FiscalDateDays"] <= last)
