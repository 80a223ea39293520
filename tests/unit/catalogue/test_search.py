"""What people type, and what they mean by it."""

from __future__ import annotations

import pytest

from xena_desktop.catalogue.search import Entry, SearchIndex
from xena_desktop.catalogue.starter import starters
from xena_desktop.catalogue.words import folded, index_words, synonyms
from xena_desktop.domain.operation import Operation, operation_name


def operation(key: str, **members: str) -> Operation:
    method, path = key.split(" ")
    return Operation(method, path, operation_name(method, path), **members)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    """The starter catalogue among operations that only look like it."""
    entries = [
        Entry(one.operation, one.words, is_first_needed=True) for one in starters(language="en").values()
    ]
    others = [
        "Article/{id}/OpenOrder",
        "PartnerPost/{id}",
        "ImportedPartner",
        "OrderStatus",
        "Vat/VatType",
        "Email/PartSetup",
    ]
    entries += [Entry(operation(f"GET /Api/Fiscal/{{fiscalId}}/{other}")) for other in others]
    entries.append(
        Entry(operation("POST /Api/Fiscal/{fiscalId}/LedgerPost", operation_id="LedgerPostApi_Post"))
    )
    return SearchIndex(entries, synonyms=synonyms())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("åbne ordrer", "GET Partner/{id}/OpenOrder"),
        ("aabne ordre", "GET Partner/{id}/OpenOrder"),
        ("open orders", "GET Partner/{id}/OpenOrder"),
        ("orders open", "GET Partner/{id}/OpenOrder"),
        ("kunde", "GET Partner"),
        ("kunder", "GET Partner"),
        ("customers", "GET Partner"),
        ("faktura", "GET Order/Invoice"),
        ("fakturaer", "GET Order/Invoice"),
        ("bilag", "GET Voucher"),
        ("moms", "GET LedgerTag/{id}"),
        ("kontoplan", "GET LedgerTag"),
        ("get partner", "GET Partner"),
        ("partner get", "GET Partner"),
        ("GET  PARTNER", "GET Partner"),
        ("method:post partner", "POST Partner"),
        ("post partner", "POST Partner"),
        ("method:delete", "DELETE Partner/{id}"),
        ("opret kunde", "POST Partner"),
        ("slet partner", "DELETE Partner/{id}"),
        ("partnr", "GET Partner"),
        ("partner serach", "GET Partner/Search"),
        ("dowload document", "GET Blob/Download/{versionId}"),
        ("partner.id.get", "GET Partner/{id}"),
        ("Fiscal/{fiscalId}/Partner/Search", "GET Partner/Search"),
        ("ledger post", "GET LedgerPost"),
        ("ledgerpostapi", "POST LedgerPost"),
        ("hvilke regnskaber", "GET User/FiscalSetup"),
    ],
)
def test_what_is_meant_stands_first(index: SearchIndex, typed: str, first: str) -> None:
    best = index.found(typed)[0]
    assert f"{best.method} {best.short_path}" == first


def test_each_letter_leads_nearer(index: SearchIndex) -> None:
    for length in range(1, len("saldo") + 1):
        assert any(one.short_path == "Partner/{id}/Balance" for one in index.found("saldo"[:length]))


@pytest.mark.parametrize("typed", ["qqq", "xyzzy qqq www", "zq"])
def test_what_means_nothing_finds_nothing(index: SearchIndex, typed: str) -> None:
    assert index.found(typed) == []


def test_a_word_too_many_does_not_hide_what_is_meant(index: SearchIndex) -> None:
    assert index.found("open orders qqq")[0].short_path == "Partner/{id}/OpenOrder"


def test_what_the_person_marked_comes_before_its_equals(index: SearchIndex) -> None:
    plain = [one.key for one in index.found("partner")]
    marked = index.found("partner", marked=[plain[3]])
    assert marked[0].key == plain[3]


def test_only_empty_words_find_everything_by_need(index: SearchIndex) -> None:
    assert len(index.found("get", most=500)) > 30
    assert index.found("method:patch") == []


def test_what_is_on_its_way_out_comes_last() -> None:
    old = operation("GET /Api/OldThing")._replace(is_deprecated=True)
    index = SearchIndex([Entry(old), Entry(operation("GET /Api/Long/Way/To/A/Thing"))], synonyms={})
    assert [one.path for one in index.found("thing")] == ["/Api/Long/Way/To/A/Thing", "/Api/OldThing"]


def test_words_are_folded_and_parted() -> None:
    assert folded("ÆØÅé") == "aeoeaae"
    assert index_words("FiscalSetup/{vcardID} åbneOrdrer2") >= {
        "fiscalsetup", "fiscal", "setup", "vcard", "id", "aabne", "ordrer",
    }  # fmt: skip
