"""The operations of every kind of entity: list, read, create, change, deactivate; and partner search."""

from collections.abc import Callable
from dataclasses import dataclass

from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.refusals import FieldError, not_saved
from xena_desktop.sandbox.store import Row
from xena_desktop.sandbox.validation import check_version, checked_body


@dataclass(frozen=True)
class Kind:
    """A kind of entity. `used_by` are (kind, field) pairs whose rows keep it from being deleted."""

    name: str
    definition: str
    domain: str
    filters: tuple[str, ...] = ()
    used_by: tuple[tuple[str, str], ...] = ()
    create: Callable[..., Row] | None = None
    check: Callable[[Call, Row], None] | None = None


def read_list(call: Call, *, kind: Kind) -> Row:
    """A page of the rows, narrowed by the query where the kind has such filters."""
    wanted = {name: call.query[name.lower()] for name in kind.filters if call.query.get(name.lower())}
    rows = [
        row
        for row in call.fiscal.rows.get(kind.name, {}).values()
        if all(str(row.get(name)) == value for name, value in wanted.items())
    ]
    return call.page(rows, show=lambda row: call.shown(kind.name, row, definition=kind.definition))


def read_one(call: Call, *, kind: Kind) -> Row:
    """One row, also a deactivated one."""
    return call.shown(kind.name, call.row(kind.name), definition=kind.definition)


def create(call: Call, *, kind: Kind) -> Row:
    """A new row of what the body says."""
    values = checked_body(call, definition=kind.definition)
    if kind.check:
        kind.check(call, values)
    return call.shown(kind.name, call.fiscal.add(kind.name, values), definition=kind.definition)


def create_partner(call: Call, *, kind: Kind) -> Row:
    """A new partner, with the next account number where none is given."""
    values = checked_body(call, definition=kind.definition)
    if values.get("AccountNumber") is None:
        values["AccountNumber"] = call.fiscal.next_number("Partner", "AccountNumber", first=1001)
    return call.shown(kind.name, call.fiscal.add(kind.name, values), definition=kind.definition)


def change(call: Call, *, kind: Kind) -> Row:
    """Change the fields that the body names; the version must be that of the row."""
    row = call.row(kind.name)
    values = checked_body(call, definition=kind.definition, known=row)
    check_version(call, row=row)
    _refuse_bookkept(call, kind=kind, row=row)
    if kind.check:
        kind.check(call, row | values)
    row.update(values)
    row["Version"] += 1
    return call.shown(kind.name, row, definition=kind.definition)


def deactivate(call: Call, *, kind: Kind) -> Row:
    """Hide the row from lists; it can still be read."""
    row = call.row(kind.name)
    _refuse_bookkept(call, kind=kind, row=row)
    for other, name in kind.used_by:
        if any(call.fiscal.every(other, **{name: row["Id"]})):
            raise not_saved(400, errors=[FieldError("", call.text("in_use"))])
    row["IsDeactivated"] = True
    row["Version"] += 1
    return {"Id": row["Id"], "Messages": [], "Success": True, "NewState": "Deactivated"}


def search_partners(call: Call) -> Row:
    """Partners whose name, number, city, phone or organisation number has the text in it."""
    wanted = call.query.get("querystring", "").strip().casefold()
    rows = [row for row in call.fiscal.rows["Partner"].values() if wanted in _searched(row)]
    return call.page(rows, show=lambda row: call.shown("Partner", row, definition="PartnerDto"))


def partner_contexts(call: Call) -> Row:
    """As what the partner is known: customer, supplier, resource."""
    rows = call.fiscal.every("PartnerContext", PartnerId=call.row("Partner")["Id"])
    return call.page(rows, show=lambda row: call.shown("PartnerContext", row, definition="OrderContextDto"))


def _searched(row: Row) -> str:
    address = row["Address"]
    parts = (address.get("Name"), address.get("City"), row.get("PhoneNumber"), row.get("OrgNumber"))
    return " ".join(str(part) for part in (*parts, row.get("AccountNumber")) if part).casefold()


def _refuse_bookkept(call: Call, *, kind: Kind, row: Row) -> None:
    task = call.fiscal.find("OrderTask", row.get("OrderTaskId")) if kind.name == "OrderLine" else row
    order = row if kind.name == "Order" else call.fiscal.find("Order", (task or {}).get("OrderId"))
    if kind.domain == "Order" and order and order["StatusKey"] == "status_invoiced":
        raise not_saved(400, errors=[FieldError("", call.text("bookkept"))])
