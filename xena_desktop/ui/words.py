"""Times, sizes, languages and claims in the person's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from PySide6.QtCore import QDate, QLocale

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.history import PagesJoined
from xena_desktop.translation import tr, trn

_MOMENTS: Final = frozenset({"auth_time", "iat", "exp", "nbf", "updated_at"})


def clock(moment: datetime) -> str:
    """The time of day of ``moment`` here: ``14:42``."""
    return moment.astimezone().strftime(tr("%H:%M"))


def day_and_clock(moment: datetime, *, now: datetime) -> str:
    """``today 13:42``, or the date and the time."""
    here, today = moment.astimezone(), now.astimezone()
    if here.date() == today.date():
        return tr("today {time}", time=clock(moment))
    date = QLocale().toString(QDate(here.year, here.month, here.day), QLocale.FormatType.LongFormat)
    return tr("{date} {time}", date=date, time=clock(moment))


def day(moment: date, *, today: date) -> str:
    """``Today``, ``Yesterday``, or the date in full."""
    if moment == today:
        return tr("Today")
    if moment == today - timedelta(days=1):
        return tr("Yesterday")
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), QLocale.FormatType.LongFormat)


def time_left(left: timedelta) -> str:
    """``42 min``, ``3 h 5 min``, or ``expired``; short, for lists."""
    seconds = left.total_seconds()
    if seconds <= 0:
        return tr("expired")
    minutes = int(seconds // 60)
    if minutes < 1:
        return tr("{seconds} s", seconds=int(seconds))
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def time_left_in_full(left: timedelta) -> str:
    """``in 42 minutes``."""
    seconds = int(left.total_seconds())
    if seconds < 60:
        return trn("in {count} second", "in {count} seconds", count=max(0, seconds))
    if seconds < 7200:
        return trn("in {count} minute", "in {count} minutes", count=seconds // 60)
    return trn("in {count} hour", "in {count} hours", count=seconds // 3600)


def elapsed(seconds: float) -> str:
    """``312 ms`` or ``2.4 s``."""
    if seconds < 1:
        return tr("{count} ms", count=max(1, round(seconds * 1000)))
    return tr("{seconds} s", seconds=QLocale().toString(seconds, "f", 1))


def size(count: int) -> str:
    """``812 B``, ``14.2 kB`` or ``3.1 MB``."""
    if count < 1000:
        return tr("{count} B", count=count)
    value, unit = (count / 1000, "kB") if count < 1_000_000 else (count / 1_000_000, "MB")
    return f"{QLocale().toString(value, 'f', 1)} {unit}"


def pages_read(pages: PagesJoined) -> str:
    """``3 pages read``, or ``2 of 3 pages read``."""
    if pages.read < pages.expected:
        return tr("{read} of {count} pages read", read=number(pages.read), count=number(pages.expected))
    return trn("{count} page read", "{count} pages read", count=pages.read)


def number(count: int) -> str:
    """A whole number with the language's separators."""
    return QLocale().toString(count)


def culture(code: str) -> str:
    """``Danish (da-DK)``; the code alone where the language is not one of the common ones."""
    names = {
        "da": tr("Danish"), "en": tr("English"), "nb": tr("Norwegian"), "no": tr("Norwegian"),
        "sv": tr("Swedish"), "fi": tr("Finnish"), "de": tr("German"), "nl": tr("Dutch"), "pl": tr("Polish"),
        "fr": tr("French"), "es": tr("Spanish"), "it": tr("Italian"), "is": tr("Icelandic"),
        "kl": tr("Greenlandic"), "fo": tr("Faroese"),
    }  # fmt: skip
    name = names.get(code.replace("_", "-").split("-")[0].lower())
    return f"{name} ({code})" if name else code


def claim_value(name: str, value: object, *, now: datetime) -> str:
    """A claim as one line of text; moments as local time, at most 300 characters."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if name in _MOMENTS and (moment := _moment(value)) is not None:
        return day_and_clock(moment, now=now)
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return printable(", ".join(str(part) for part in value))
    return printable(json.dumps(value, ensure_ascii=False, default=str))


def claim_meaning(name: str) -> str:
    """What a claim is, in words (OIDC Core §2 and §5.1, and Xena's own); an empty text when it is not known."""
    return _claim_meanings().get(name, "")


def claims_in_order(claims: Mapping[str, Any]) -> list[str]:
    """The names of the claims, those with a known meaning first and in a fixed order."""
    known = [name for name in _claim_meanings() if name in claims]
    return known + sorted(name for name in claims if name not in known)


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(value)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _claim_meanings() -> dict[str, str]:
    return {
        "sub": tr("your fixed id"),
        "name": tr("name"),
        "given_name": tr("first name"),
        "family_name": tr("last name"),
        "preferred_username": tr("user name"),
        "email": tr("email"),
        "email_verified": tr("email is verified"),
        "culture": tr("language and formats"),
        "locale": tr("language and formats"),
        "zoneinfo": tr("time zone"),
        "phone_number": tr("phone"),
        "picture": tr("address of the picture"),
        "auth_time": tr("last signed in"),
        "updated_at": tr("last changed"),
        "amr": tr("how you signed in"),
        "idp": tr("who checked who you are"),
        "sid": tr("the browser session"),
        "client_id": tr("the client"),
        "iss": tr("issuer"),
        "aud": tr("meant for this client"),
        "iat": tr("issued"),
        "exp": tr("valid until"),
        "nbf": tr("valid from"),
        "nonce": tr("ties it to the sign-in"),
        "at_hash": tr("ties it to the access token"),
        "c_hash": tr("ties it to the code"),
        "s_hash": tr("ties it to the state"),
    }
