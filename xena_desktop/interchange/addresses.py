"""A whole address as the path and the query of a form."""

from __future__ import annotations

from urllib.parse import unquote

from xena_desktop.domain.body import Pairs


def split_address(url: str) -> tuple[str, Pairs]:
    """The address without its query, and the query's pairs, decoded; a fragment is never sent."""
    plain, _, query = url.strip().partition("#")[0].partition("?")
    if plain and "://" not in plain and not plain.startswith(("{{", "/")):
        plain = f"https://{plain}"
    return plain, query_pairs(query)


def query_pairs(query: str) -> Pairs:
    """The pairs of a query or of a form's body, in order; one without a value has an empty one."""
    found = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if part:
            found.append((_decoded(name), _decoded(value)))
    return tuple(found)


def _decoded(text: str) -> str:
    return unquote(text.replace("+", " "), errors="replace")
