import pytest

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.paging import names_page, pages_of

Pairs = tuple[tuple[str, str], ...]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ((("X", "y"),), (("X", "y"), ("PageSize", "100"), ("Page", "2"))),
        ((("pagesize", "5"),), (("pagesize", "5"), ("Page", "2"))),
        ((("Page", "7"), ("PageSize", "5")), (("PageSize", "5"), ("Page", "2"))),
        (
            (("listOptions.showDeactivated", "true"), ("listOptions.Page", "7")),
            (("listOptions.showDeactivated", "true"), ("listOptions.pageSize", "100"), ("listOptions.page", "2")),
        ),
        ((("options.pageSize", "20"),), (("options.pageSize", "20"), ("options.page", "2"))),
        ((("filter.name", "x"),), (("filter.name", "x"), ("PageSize", "100"), ("Page", "2"))),
    ],
)  # fmt: skip
def test_pages_in_the_spelling_of_the_request(query: Pairs, asked: Pairs) -> None:
    assert pages_of(ApiRequest(path="A", query=query)).numbered(2).query == asked


def test_a_page_in_the_path() -> None:
    request = pages_of(ApiRequest(path="A?Page=3&X=1&listOptions.pageSize=7")).numbered(0)
    assert (request.path, request.query) == ("A?X=1&listOptions.pageSize=7", (("listOptions.page", "0"),))
    assert pages_of(ApiRequest(path="A?Page=3")).request.path == "A"


def test_naming_a_page() -> None:
    assert names_page(ApiRequest(query=(("listOptions.page", "1"),)))
    assert not names_page(ApiRequest(query=(("PageSize", "1"), ("Pages", "1"), ("a.b", "1"))))
