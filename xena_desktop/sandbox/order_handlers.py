"""Orders with their tasks and lines, and their way into the books."""

from decimal import Decimal

from xena_desktop.sandbox.bookkeeping import open_period, post_invoice
from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.entity_handlers import Kind
from xena_desktop.sandbox.refusals import FieldError, not_saved
from xena_desktop.sandbox.store import Row
from xena_desktop.sandbox.totals import order_summary
from xena_desktop.sandbox.validation import check_version, checked_body

ARTICLE_USED_BY = (("OrderLine", "ArticleId"),)


def create(call: Call, *, kind: Kind) -> Row:
    """A new order for a partner, with a first task where `CreateTask` is set."""
    wanted = checked_body(call, definition="CreateOrderData")
    fiscal = call.fiscal
    partner = fiscal.find("Partner", wanted.get("PartnerId")) or {}
    number = fiscal.next_number("Order", "OrderNumber", first=1)
    order = fiscal.add("Order", order_values(partner, context_type=wanted["ContextType"], day=call.today))
    order |= {
        "OrderNumber": wanted.get("OrderNumber") or number,
        "InternalNote": wanted.get("InternalNote"),
        "ResponsibleName": call.person.name,
    }
    if wanted.get("CreateTask"):
        fiscal.add("OrderTask", {"OrderId": order["Id"], "Index": 1, "Description": "1"})
    return call.shown("Order", order, definition=kind.definition)


def order_values(partner: Row, *, context_type: str, day: int) -> Row:
    """What an order takes over from its partner."""
    return {
        "PartnerId": partner.get("Id"),
        "ContextType": context_type,
        "Address": partner.get("Address"),
        "DeliveryAddress": partner.get("Address"),
        "YourReference": partner.get("Attention"),
        "DateDays": day,
        "DeliveryDateDays": day + 14,
        "CurrencyAbbreviation": "DKK",
        "Culture": "da-DK",
        "TermsOfPayment": {"Offset": 14, "DueType": "xena_nett"},
        "StatusKey": "status_open",
        "OrderInvoiceNumbers": [],
    }


def create_task(call: Call, *, kind: Kind) -> Row:
    """A new task at the end of its order."""
    values = checked_body(call, definition=kind.definition)
    _refuse_invoiced(call, order=call.fiscal.find("Order", values["OrderId"]))
    index = 1 + sum(1 for _ in call.fiscal.every("OrderTask", OrderId=values["OrderId"]))
    return call.shown(
        "OrderTask", call.fiscal.add("OrderTask", values | {"Index": index}), definition=kind.definition
    )


def create_line(call: Call, *, kind: Kind) -> Row:
    """A new line; text, unit and prices come from its article where the body has none."""
    values = checked_body(call, definition=kind.definition)
    task = call.fiscal.find("OrderTask", values["OrderTaskId"]) or {}
    _refuse_invoiced(call, order=call.fiscal.find("Order", task.get("OrderId")))
    article = call.fiscal.find("Article", values.get("ArticleId"))
    defaults = line_values(article) if article else {"Quantity": Decimal(1)}
    count = sum(1 for _ in call.fiscal.every("OrderLine", OrderTaskId=values["OrderTaskId"]))
    row = call.fiscal.add("OrderLine", {"Index": count + 1} | defaults | values)
    return call.shown("OrderLine", row, definition=kind.definition)


def line_values(article: Row) -> Row:
    """What a line takes over from its article."""
    sales, purchasing = article.get("SalesSetup") or {}, article.get("PurchasingSetup") or {}
    return {
        "ArticleId": article["Id"],
        "Description": article["Description"],
        "Quantity": Decimal("1.00"),
        "UnitAbbreviation": sales.get("UnitAbbreviation"),
        "PriceEach": sales.get("Price") or Decimal("0.00"),
        "CostEach": purchasing.get("Price") or Decimal("0.00"),
    }


def tasks(call: Call) -> Row:
    """The tasks of an order."""
    rows = call.fiscal.every("OrderTask", OrderId=call.row("Order")["Id"])
    return call.page(rows, show=lambda row: call.shown("OrderTask", row, definition="OrderTaskDto"))


def lines(call: Call) -> Row:
    """The lines of a task."""
    rows = call.fiscal.every("OrderLine", OrderTaskId=call.row("OrderTask")["Id"])
    return call.page(rows, show=lambda row: call.shown("OrderLine", row, definition="OrderLineDto"))


def summary(call: Call) -> Row:
    """The sums of an order."""
    sums = order_summary(call.row("Order"), fiscal=call.fiscal)
    return call.presentation.shape(sums, definition="OrderSummaryDto", culture=call.person.culture)


def journal(call: Call) -> Row:
    """What has been done with an order; an entry names the document that it made."""
    rows = call.fiscal.every("OrderJournalEntry", OrderId=call.row("Order")["Id"])
    return call.page(
        rows, show=lambda row: call.shown("OrderJournalEntry", row, definition="OrderJournalEntryDto")
    )


def bookkeep(call: Call) -> Row:
    """Invoice an order: a voucher that balances, a document with the invoice, an entry in the journal."""
    order = call.row("Order")
    wanted = checked_body(call, definition="OrderBookkeepData")
    check_version(call, row=order)
    _refuse_invoiced(call, order=order)
    if not order_summary(order, fiscal=call.fiscal)["OrderLineCount"]:
        raise not_saved(400, errors=[FieldError("", call.text("nothing_to_invoice"))])
    day = wanted.get("InvoicingDate")
    day = call.today if day is None else day
    if open_period(call.fiscal, day=day) is None:
        raise not_saved(400, errors=[FieldError("InvoicingDate", call.text("no_period"))])
    post_invoice(call.fiscal, order=order, day=day, user_name=call.person.name)
    return call.shown("Order", order, definition="OrderDto")


def _refuse_invoiced(call: Call, *, order: Row | None) -> None:
    if order and order["StatusKey"] == "status_invoiced":
        raise not_saved(400, errors=[FieldError("", call.text("invoiced"))])
