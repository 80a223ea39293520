"""What is in the Linux packages: everything has its licence there, and stands in the bill of materials."""

import json
import sys
import tarfile
from importlib.metadata import packages_distributions
from pathlib import PurePath

import pytest

from tests.packages.conftest import Packages

OF_PYTHON = {"python3", "__future__", *sys.stdlib_module_names}


@pytest.fixture(scope="module")
def in_lib(packages: Packages) -> set[str]:
    """The names of the files and folders in the package's folder ``lib``."""
    with tarfile.open(packages.archive) as archive:
        paths = [PurePath(name).parts for name in archive.getnames()]
    return {parts[2] for parts in paths if parts[1:2] == ("lib",) and len(parts) > 2}


def distributions(names: set[str]) -> set[str]:
    """Those whose licences are there, by the names that modules are looked up under."""
    suffix = ".dist-info"
    return {name.removesuffix(suffix).rpartition("-")[0] for name in names if name.endswith(suffix)}


def same(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def test_every_module_belongs_to_a_distribution_whose_licence_is_there(in_lib: set[str]) -> None:
    licensed = {same(name) for name in distributions(in_lib)}
    owners = packages_distributions()
    modules = {name.split(".")[0] for name in in_lib if not name.endswith(".dist-info") and ".so" not in name}
    modules -= {name for name in modules if name.startswith("_")} | OF_PYTHON | {"licences"}
    assert len(modules) > 30
    without = {name for name in modules if licensed.isdisjoint(same(owner) for owner in owners.get(name, ()))}
    assert not without


def test_every_distribution_stands_in_the_bill_of_materials(packages: Packages, in_lib: set[str]) -> None:
    bill = json.loads((packages.folder / f"xena-desktop-{packages.version}-linux.cdx.json").read_text())
    named = {same(component["name"]) for component in bill["components"]}
    missing = {same(name) for name in distributions(in_lib)} - named
    assert missing <= {"xena_desktop"}
