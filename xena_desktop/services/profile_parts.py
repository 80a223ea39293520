"""What a profile is put together from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xena_desktop.domain.identity import FiscalSetup
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.api_lists import text_of


def download(url: str, cancellation: Cancellation) -> bytes | None:
    """A picture, asked for as anybody could; None where there is none. Blocks, and raises NetworkError."""
    from xena_desktop.network.transport import Transport, hardened_session

    with hardened_session(Transport(cancellation=cancellation)) as session:
        response = session.get(url, headers={"Accept": "image/*"})
    return response.content if response.status_code == 200 else None


def fiscal_setup(
    setup: Mapping[str, Any], *, names: Mapping[str, str], roles: Mapping[str, str]
) -> FiscalSetup:
    """A company of the API's list, with its name and the account's role from the memberships, by id."""
    fiscal_id = str(setup.get("Id"))
    name = names.get(fiscal_id) or _name(setup) or fiscal_id
    return FiscalSetup(id=fiscal_id, name=name, role=roles.get(fiscal_id, ""))


def _name(setup: Mapping[str, Any]) -> str:
    address = setup.get("Address")
    return text_of(address.get("Name")) if isinstance(address, dict) else ""
