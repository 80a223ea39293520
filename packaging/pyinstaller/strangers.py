"""What stands in the building environment and is no part of the program: its tools, and what they bring along.

PyInstaller takes along whatever a module imports, also where it could do without. What is no dependency of the
program has no licence in the package and does not stand in its bill of materials, so it must stay out.
"""

from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROGRAM: Final = "xena-desktop"


def strangers(program: str = PROGRAM) -> list[str]:
    """The top-level modules here that belong neither to ``program`` nor to a dependency of it on this system."""
    own = dependencies(program)
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if own.isdisjoint(canonicalize_name(owner) for owner in owners)
    )


def dependencies(program: str) -> set[str]:
    """``program`` and the distributions that it needs on this system, directly or not, by their canonical names."""
    found: set[str] = set()
    waiting = [Requirement(program)]
    while waiting:
        wanted = waiting.pop()
        name = str(canonicalize_name(wanted.name))
        for key in (name, *(f"{name}[{extra}]" for extra in sorted(wanted.extras))):
            if key not in found:
                found.add(key)
                waiting.extend(_required(name, extra=key.removeprefix(name).strip("[]")))
    return found


def _required(name: str, *, extra: str) -> list[Requirement]:
    try:
        texts = requires(name) or []
    except PackageNotFoundError:  # built into Python, or left out by whoever made the environment
        return []
    wanted = [Requirement(text) for text in texts]
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": extra})]
