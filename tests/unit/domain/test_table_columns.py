from __future__ import annotations

import pytest

from xena_desktop.domain.json_read import exact
from xena_desktop.domain.table_columns import (
    MOST_COLUMNS,
    Form,
    cell_of,
    cell_text,
    columns_of,
    day_of,
    grouped,
    has_cell,
    link_of,
)

ROWS = exact(
    '[{"Id": 98301, "Note": null, "Saldo": 12480.00, "DueDateDays": 20787, "Address": {"City": "Ærø"}, "Tags": [1]},'
    ' {"Id": 98302, "Saldo": 5, "DueDateDays": null, "Address": {"City": "Kbh"}, "Aktiv": true, "PartnerId": 7}]'
)


def test_columns_are_told_from_the_rows_and_unused_ones_come_last() -> None:
    assert isinstance(ROWS, list)
    columns = columns_of(ROWS, request_path="Fiscal/{fiscalId}/Partner?Page=1").shown
    assert [(column.title, column.form) for column in columns] == [
        ("Id", Form.LINK),
        ("Saldo", Form.MONEY),
        ("DueDateDays", Form.DAY),
        ("Address.City", Form.TEXT),
        ("Tags", Form.TEXT),
        ("Aktiv", Form.TEXT),
        ("PartnerId", Form.LINK),
        ("Note", Form.TEXT),
    ]
    assert cell_text(cell_of(ROWS[0], ("Address", "City"))) == "Ærø"
    assert cell_of(ROWS[0], ("Address", "No")) is None
    assert [cell_text(value) for value in (None, True, [1, 2], (("a", 1),))] == ["", "true", "[2]", "{1}"]


def test_rows_that_are_no_objects_have_one_column() -> None:
    assert [column.path for column in columns_of(["a", "b"]).shown] == [()]


@pytest.mark.parametrize(
    ("name", "value", "path", "link"),
    [
        ("PartnerId", "7", "", "Fiscal/{fiscalId}/Partner/7"),
        ("Order.PartnerId", "7", "", "Fiscal/{fiscalId}/Partner/7"),
        (
            "Id",
            "90071992547409931",
            "/Api/Fiscal/{fiscalId}/Order",
            "Fiscal/{fiscalId}/Order/90071992547409931",
        ),
        ("Id", "1", "User/FiscalSetup", ""),
        ("PartnerId", "x", "", ""),
        ("SomethingId", "7", "", ""),
        ("Paid", "7", "", ""),
    ],
)
def test_ids_lead_where_xena_has_a_get(name: str, value: str, path: str, link: str) -> None:
    assert link_of(name, value, request_path=path) == link


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("127500.00", "127.500,00"),
        ("-41022.7500", "-41.022,7500"),
        ("0.1", "0,1"),
        (
            "1234567890123456789012345678901234567890.5",
            "1.234.567.890.123.456.789.012.345.678.901.234.567.890,5",
        ),
        ("1E5", "1E5"),
    ],
)
def test_money_has_separators_and_all_its_decimals(text: str, shown: str) -> None:
    assert grouped(text, decimal=",", group=".") == shown


def test_day_numbers_are_dates() -> None:
    assert str(day_of("17167")) == "2017-01-01"
    assert day_of("17167.5") is None
    assert day_of("9999999") is None


@pytest.mark.parametrize(
    ("text", "path", "there"),
    [
        ('{"a": null}', ("a",), True),
        ('{"a": 1}', ("b",), False),
        ('{"a": {"b": null}}', ("a", "b"), True),
        ('{"a": {"b": 1}}', ("a", "c"), False),
        ('{"a": null}', ("a", "b"), False),
        ("5", (), True),
        ("5", ("a",), False),
    ],
)
def test_null_is_there_and_what_is_missing_is_not(text: str, path: tuple[str, ...], *, there: bool) -> None:
    assert has_cell(exact(text), path) is there


def test_columns_beyond_a_number_are_told_by_their_names_alone() -> None:
    row = tuple((f"N{number}", None if number == 3 else number) for number in range(MOST_COLUMNS + 2))
    columns = columns_of([row])
    assert len(columns.shown) == MOST_COLUMNS
    assert columns.others == ((f"N{MOST_COLUMNS + 1}",), ("N3",))
