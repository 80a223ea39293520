"""Loads a tool of ``packaging/`` as a module; that folder is no package, and its name is taken."""

import importlib.util
from pathlib import Path
from types import ModuleType

PACKAGING = Path(__file__).parents[3] / "packaging"


def tool(path: str) -> ModuleType:
    """The module in this file below ``packaging/``."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, PACKAGING / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
