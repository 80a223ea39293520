"""The table of all operations: it drives the routes and the Swagger document alike."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from xena_desktop.sandbox import entity_handlers as entities
from xena_desktop.sandbox import file_handlers as files
from xena_desktop.sandbox import ledger_handlers as ledger
from xena_desktop.sandbox import order_handlers as orders
from xena_desktop.sandbox import user_handlers as user
from xena_desktop.sandbox.call import Call
from xena_desktop.sandbox.entity_handlers import Kind


class Right(Enum):
    """What a caller needs; the values are the roles of the fiscal setup that have it."""

    NOBODY = ()
    SIGNED_IN = ("",)
    READ = ("administrator", "bookkeeper", "reader")
    WRITE = ("administrator", "bookkeeper")
    ADMINISTER = ("administrator",)


@dataclass(frozen=True)
class FormPart:
    """A part of the form that an operation takes instead of a body; `type` is Swagger's, `file` for a file."""

    name: str
    type: str
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation. `answer` is `file` or a definition, with `[]` or `PagedResultSet[]` around it."""

    method: str
    path: str
    tag: str
    handler: Callable[[Call], object]
    answer: str
    right: Right = Right.READ
    body: str | None = None
    query: tuple[str, ...] = ()
    form: tuple[FormPart, ...] = ()
    summary: str = ""


LIST_OPTIONS = (
    "listOptions.showDeactivated",
    "listOptions.page",
    "listOptions.pageSize",
    "listOptions.forceNoPaging",
)
_FISCAL = "/Api/Fiscal/{fiscalId}"


def operations() -> tuple[Operation, ...]:
    """Every operation of the API."""
    crud = [operation for kind, right in _kinds() for operation in _crud(kind, write=right)]
    return (*_user_operations(), *crud, *_order_operations(), *_ledger_operations(), *_file_operations())


def _kinds() -> list[tuple[Kind, Right]]:
    order = Kind("Order", "OrderDto", "Order", filters=("ContextType", "PartnerId"), create=orders.create)
    line = Kind("OrderLine", "OrderLineDto", "Order", filters=("OrderTaskId",), create=orders.create_line)
    task = Kind("OrderTask", "OrderTaskDto", "Order", filters=("OrderId",), create=orders.create_task)
    period = Kind("FiscalPeriod", "FiscalPeriodDto", "Finance", check=ledger.check_period)
    tag = Kind("LedgerTag", "LedgerTagDto", "Finance", filters=("LedgerAccount",), used_by=ledger.TAG_USED_BY)
    return [
        (Kind("Partner", "PartnerDto", "Partner", create=entities.create_partner), Right.WRITE),
        (Kind("PartnerContext", "OrderContextDto", "Partner", filters=("PartnerId",)), Right.WRITE),
        (order, Right.WRITE),
        (task, Right.WRITE),
        (line, Right.WRITE),
        (Kind("Article", "ArticleDto", "Article", used_by=orders.ARTICLE_USED_BY), Right.WRITE),
        (tag, Right.ADMINISTER),
        (period, Right.ADMINISTER),
    ]


def _crud(kind: Kind, *, write: Right) -> list[Operation]:
    path, tag = f"{_FISCAL}/{kind.name}", f"{kind.domain} - {kind.name}Api"
    one = path + "/{id}"
    shape = kind.definition
    listed = (*LIST_OPTIONS, *kind.filters)
    many = f"PagedResultSet[{shape}]"
    body = "CreateOrderData" if kind.name == "Order" else shape
    created = partial(kind.create or entities.create, kind=kind)
    return [
        Operation("GET", path, tag, partial(entities.read_list, kind=kind), many, query=listed),
        Operation("GET", one, tag, partial(entities.read_one, kind=kind), shape),
        Operation("POST", path, tag, created, shape, write, body),
        Operation("PUT", one, tag, partial(entities.change, kind=kind), shape, write, shape),
        Operation("DELETE", one, tag, partial(entities.deactivate, kind=kind), "DeleteResult", write),
    ]


def _user_operations() -> list[Operation]:
    signed_in, tag = Right.SIGNED_IN, "(Core) - UserApi"
    setups, memberships = "PagedResultSet[FiscalSetupDto]", "PagedResultSet[XenaUserMembershipDto]"
    countries, cultures = "PagedResultSet[CountryDto]", "PagedResultSet[CultureDto]"
    listed = LIST_OPTIONS
    return [
        Operation("GET", "/Api/User/FiscalSetup", tag, user.fiscal_setups, setups, signed_in, query=listed),
        Operation(
            "GET", "/Api/User/XenaUserMembership", tag, user.memberships, memberships, signed_in, query=listed
        ),
        Operation(
            "GET", "/Api/User/IdsUserMembership", tag, user.ids_memberships, "IdSMembershipDto[]", signed_in
        ),
        Operation(
            "GET", "/Api/actuator/health", "(Core) - ActuatorApi", user.health, "HealthDto", Right.NOBODY
        ),
        Operation(
            "GET", "/Api/Country", "(Core) - CountryApi", user.countries, countries, signed_in, query=listed
        ),
        Operation(
            "GET", "/Api/Culture", "(Core) - CultureApi", user.cultures, cultures, signed_in, query=listed
        ),
        Operation(
            "GET", f"{_FISCAL}/FiscalSetup", "(Core) - FiscalSetupApi", user.fiscal_setup, "FiscalSetupDto"
        ),
    ]


def _order_operations() -> list[Operation]:
    order, partner = f"{_FISCAL}/Order/" + "{id}", f"{_FISCAL}/Partner"
    tag = "Order - OrderApi"
    tasks, lines = "PagedResultSet[OrderTaskDto]", "PagedResultSet[OrderLineDto]"
    bookkeep = "OrderBookkeepData"
    return [
        Operation("GET", f"{order}/OrderTask", tag, orders.tasks, tasks, query=LIST_OPTIONS),
        Operation("GET", f"{order}/Summary", tag, orders.summary, "OrderSummaryDto"),
        Operation("PUT", f"{order}/Bookkeep", tag, orders.bookkeep, "OrderDto", Right.WRITE, bookkeep),
        Operation("GET", f"{order}/Journal", tag, orders.journal, "PagedResultSet[OrderJournalEntryDto]"),
        Operation(
            "GET",
            f"{_FISCAL}/OrderTask/{{id}}/OrderLine",
            "Order - OrderTaskApi",
            orders.lines,
            lines,
            query=LIST_OPTIONS,
        ),
        Operation(
            "GET",
            f"{partner}/Search",
            "Partner - PartnerApi",
            entities.search_partners,
            "PagedResultSet[PartnerDto]",
            query=("queryString", *LIST_OPTIONS),
        ),
        Operation(
            "GET",
            f"{partner}/{{id}}/Context",
            "Partner - PartnerApi",
            entities.partner_contexts,
            "PagedResultSet[OrderContextDto]",
            query=LIST_OPTIONS,
        ),
    ]


def _ledger_operations() -> list[Operation]:
    voucher = Kind("Voucher", "VoucherDto", "Finance", filters=("FiscalPeriodId",))
    options = tuple(name.replace("listOptions", "options") for name in LIST_OPTIONS)
    path, tag = f"{_FISCAL}/Voucher", "Finance - VoucherApi"
    posts, groups = "PagedResultSet[LedgerPostDto]", "PagedResultSet[LedgerGroupDataDto]"
    dates = ("fiscalDateFrom", "fiscalDateTo")
    return [
        Operation(
            "GET",
            path,
            tag,
            partial(entities.read_list, kind=voucher),
            "PagedResultSet[VoucherDto]",
            query=(*options, "FiscalPeriodId"),
        ),
        Operation("GET", path + "/{id}", tag, partial(entities.read_one, kind=voucher), "VoucherDto"),
        Operation(
            "PUT",
            path + "/{id}",
            tag,
            partial(entities.change, kind=voucher),
            "VoucherDto",
            Right.WRITE,
            "VoucherDto",
        ),
        Operation(
            "GET",
            f"{_FISCAL}/LedgerTag/{{id}}/LedgerPost",
            "Finance - LedgerTagApi",
            ledger.posts,
            posts,
            query=(*LIST_OPTIONS, *dates),
        ),
        Operation(
            "GET",
            f"{_FISCAL}/Transaction/LedgerGroupData",
            "Finance - TransactionApi",
            ledger.group_data,
            groups,
            query=dates,
        ),
    ]


def _file_operations() -> list[Operation]:
    document = Kind("Document", "DocumentDto", "Document")
    path, tag = f"{_FISCAL}/Document", "Document - DocumentApi"
    blob, blob_tag = "/Api/Blob/Fiscal/{fiscalId}", "Document - BlobApi"
    deleted = partial(entities.deactivate, kind=document)
    return [
        Operation(
            "GET",
            path,
            tag,
            partial(entities.read_list, kind=document),
            "PagedResultSet[DocumentDto]",
            query=LIST_OPTIONS,
        ),
        Operation("GET", path + "/{id}", tag, partial(entities.read_one, kind=document), "DocumentDto"),
        Operation("DELETE", path + "/{id}", tag, deleted, "DeleteResult", Right.WRITE),
        Operation(
            "GET",
            path + "/{id}/Version",
            tag,
            files.versions,
            "PagedResultSet[DocumentVersionDto]",
            query=LIST_OPTIONS,
        ),
        Operation(
            "POST",
            blob + "/Voucher/{id}",
            blob_tag,
            files.upload,
            "DocumentDto",
            Right.WRITE,
            form=(FormPart("file", "file", required=True), FormPart("Description", "string")),
        ),
        Operation("GET", blob + "/Download/{versionId}", blob_tag, files.download, "file"),
        Operation("GET", blob + "/Inline/{versionId}", blob_tag, files.inline, "file"),
        Operation("GET", blob + "/ThumbnailByDocument/{documentId}", blob_tag, files.thumbnail, "file"),
    ]
