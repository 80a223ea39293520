"""The tables of the profile: fiscal setups and claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xena_desktop.domain.identity import FiscalSetup
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.models.columns import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as the table shows it."""

    name: str
    value: str
    meaning: str


def claim_rows(claims: Mapping[str, Any], *, now: datetime) -> list[ClaimRow]:
    """The claims in order, their values and meanings in words."""
    return [
        ClaimRow(
            name=name,
            value=words.claim_value(name, claims[name], now=now),
            meaning=words.claim_meaning(name),
        )
        for name in words.claims_in_order(claims)
    ]


def setup_columns() -> list[Column[FiscalSetup]]:
    """Name, id and role of a fiscal setup."""
    return [
        Column(title=tr("Name"), text=lambda setup: setup.name),
        Column(title="fiscalId", text=lambda setup: setup.id, is_number=True, is_link=True),
        Column(title=tr("Role"), text=lambda setup: setup.role or "–"),
    ]


def claim_columns() -> list[Column[ClaimRow]]:
    """Name, value and meaning of a claim."""
    return [
        Column(title=tr("Claim"), text=lambda row: row.name, is_mono=True),
        Column(title=tr("Value"), text=lambda row: row.value, tool_tip=lambda row: row.value),
        Column(title=tr("Meaning"), text=lambda row: row.meaning, is_quiet=True),
    ]
