"""Places that are found in a text."""

from xena_desktop.domain.searching import Places


def test_where_nothing_is_looked_through_nothing_is_found() -> None:
    nowhere = Places.none()
    assert (len(nowhere.starts), len(nowhere.lengths), nowhere.is_cut) == (0, 0, False)
