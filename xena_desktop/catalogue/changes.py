"""How one version of a document differs from the version before."""

from __future__ import annotations

import re
from typing import Final

from xena_desktop.catalogue.description import Description, plain_reference
from xena_desktop.domain.operation import Changes

_REFERENCE: Final = re.compile(rb'"\$ref":"((?:[^"\\]|\\.)*)"')


def changes_between(before: Description, after: Description) -> Changes:
    """Operations by their keys. One has changed when its own words did, or those of anything it refers to."""
    old = {one.key for one in before.operations}
    new = {one.key for one in after.operations}
    touched = _touched_components(before, after)
    changed = [
        one.key
        for one in after.operations
        if one.key in old
        and (
            before.part_bytes(one.key) != after.part_bytes(one.key)
            or not touched.isdisjoint(references_in(after.part_bytes(one.key)))
        )
    ]
    return Changes(
        added=tuple(sorted(new - old)), removed=tuple(sorted(old - new)), changed=tuple(sorted(changed))
    )


def references_in(part: bytes) -> set[str]:
    """Every reference in a part's JSON."""
    return {plain_reference(found.decode("utf-8", "replace")) for found in _REFERENCE.findall(part)}


def _touched_components(before: Description, after: Description) -> set[str]:
    """Components whose words differ, and those that lead to one."""
    touched = set(before.components) ^ set(after.components)
    both = set(before.components) & set(after.components)
    touched |= {name for name in both if before.component_bytes(name) != after.component_bytes(name)}
    leads_to = {name: references_in(after.component_bytes(name)) for name in after.components}
    grown = True
    while grown:
        more = {name for name, to in leads_to.items() if name not in touched and not touched.isdisjoint(to)}
        touched |= more
        grown = bool(more)
    return touched
