"""Reads what the Sandbox needs from the program's resources."""

import json
from importlib.resources import files
from typing import Any


def read_json(path: str) -> Any:
    """A JSON file of the resources; `path` is relative to them, with slashes."""
    return json.loads(read_text(path))


def read_text(path: str) -> str:
    """A UTF-8 file of the resources."""
    return files("xena_desktop.resources").joinpath(path).read_text(encoding="utf-8")


def read_bytes(path: str) -> bytes:
    """A binary file of the resources."""
    return files("xena_desktop.resources").joinpath(path).read_bytes()
