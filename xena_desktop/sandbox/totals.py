"""The sums of order lines, tasks and orders, in kroner with two decimals."""

from decimal import ROUND_HALF_UP, Decimal

from xena_desktop.sandbox.store import FiscalData, Row

_VAT_RATE = Decimal("0.25")
_CENT = Decimal("0.01")
_ZERO = Decimal("0.00")


def money(value: Decimal) -> Decimal:
    """An amount with its two decimals, half an øre rounded up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def line_totals(line: Row) -> Row:
    """The TotalsDto of one line."""
    quantity = Decimal(line.get("Quantity") or 0)
    price = money(Decimal(line.get("PriceEach") or 0) * quantity)
    return _totals(price, cost=money(Decimal(line.get("CostEach") or 0) * quantity))


def task_totals(task_id: int, *, fiscal: FiscalData) -> Row:
    """The TotalsDto of a task: the sum of its lines."""
    return _sum([line_totals(line) for line in fiscal.every("OrderLine", OrderTaskId=task_id)])


def order_lines(order_id: int, *, fiscal: FiscalData) -> list[Row]:
    """The lines of all the order's tasks."""
    tasks = fiscal.every("OrderTask", OrderId=order_id)
    return [line for task in tasks for line in fiscal.every("OrderLine", OrderTaskId=task["Id"])]


def order_totals(order_id: int, *, fiscal: FiscalData) -> Row:
    """The TotalsDto of an order."""
    return _sum([line_totals(line) for line in order_lines(order_id, fiscal=fiscal)])


def order_summary(order: Row, *, fiscal: FiscalData) -> Row:
    """The OrderSummaryDto of an order."""
    lines = order_lines(order["Id"], fiscal=fiscal)
    totals = _sum([line_totals(line) for line in lines])
    invoiced = order["StatusKey"] == "status_invoiced"
    return {
        "Totals": totals,
        "InvoicedTotal": totals["PriceNettTotal"] if invoiced else _ZERO,
        "NotInvoicedTotal": _ZERO if invoiced else totals["PriceNettTotal"],
        "OrderTaskCount": sum(1 for _ in fiscal.every("OrderTask", OrderId=order["Id"])),
        "OrderLineCount": len(lines),
        "CanBeInvoiced": bool(lines) and not invoiced,
    }


def _sum(totals: list[Row]) -> Row:
    price = sum((total["PriceNettTotal"] for total in totals), _ZERO)
    return _totals(price, cost=sum((total["CostTotal"] for total in totals), _ZERO))


def _totals(price: Decimal, *, cost: Decimal) -> Row:
    margin = price - cost
    ratio = (margin / price).quantize(Decimal("0.0001")) if price else _ZERO
    return {
        "PriceNettTotal": price,
        "CostTotal": cost,
        "DiscountTotal": _ZERO,
        "DiscountTotalPct": _ZERO,
        "MarginTotal": margin,
        "MarginTotalRatio": ratio,
        "MarginTotalPct": (ratio * 100).quantize(_CENT),
        "VatEstTotal": money(price * _VAT_RATE),
    }
