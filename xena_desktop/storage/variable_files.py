"""The variables of connections and accounts, in one file."""

from __future__ import annotations

import json
from collections.abc import Mapping

from xena_desktop.storage.folder import Home, read_text, set_aside, write_whole

Variables = dict[str, dict[str, str]]


class VariableFile:
    """Variables by the id of what they belong to: ``connection/…`` or ``account/…``."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def read(self) -> Variables:
        """All of them; a file that cannot be understood is set aside."""
        path = self._home.path / "variables.json"
        text = read_text(path)
        if text is None:
            return {}
        try:
            return _parsed(json.loads(text))
        except ValueError:
            set_aside(path)
            return {}

    def write(self, variables: Mapping[str, Mapping[str, str]]) -> None:
        """Keep them."""
        text = json.dumps({owner: dict(known) for owner, known in variables.items() if known}, indent=2,
                          ensure_ascii=False, sort_keys=True)  # fmt: skip
        write_whole(self._home.folder("") / "variables.json", text + "\n")


def _parsed(found: object) -> Variables:
    if not isinstance(found, dict) or not all(isinstance(known, dict) for known in found.values()):
        raise ValueError("no variables")
    return {owner: {str(name): str(value) for name, value in known.items()} for owner, known in found.items()}
