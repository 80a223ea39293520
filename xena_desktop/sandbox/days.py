"""Day numbers: days since 1970-01-01, as Xena writes dates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIRST = date(1970, 1, 1)


def day_number(day: date) -> int:
    """The day's number."""
    return (day - _FIRST).days


def date_of(number: int) -> date:
    """The day of that number."""
    return _FIRST + timedelta(days=number)


def danish_day_number(moment: datetime) -> int:
    """The number of the day that it is in Denmark at that moment."""
    try:
        zone = ZoneInfo("Europe/Copenhagen")
    except ZoneInfoNotFoundError:  # Windows without the tzdata package
        return day_number((moment + timedelta(hours=1)).date())
    return day_number(moment.astimezone(zone).date())


def friendly_date(number: int, *, culture: str) -> str:
    """The day as the culture writes it: `01-11-2026` in Danish, `01/11/2026` in English."""
    return date_of(number).strftime("%d-%m-%Y" if culture.startswith("da") else "%d/%m/%Y")
