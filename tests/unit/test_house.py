"""What holds for the house as a whole, and no type checker or linter sees."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "xena_desktop"
MODULES = sorted(file for folder in (PACKAGE, PROJECT / "resources") for file in folder.rglob("*.py"))
CONFIGURATION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))

OURS = subprocess.run(
    ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    cwd=PROJECT, check=True, capture_output=True, text=True,
).stdout.split("\0")  # fmt: skip
TEXTS = sorted(
    PROJECT / name for name in OURS if name and not name.endswith((".lock", ".png", "package-lock.json"))
)

# put together here, so that this file does not hold what it forbids
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "deb.debian" + ".org",
]
NOT_NAMES = {"utils", "helpers", "common", "misc", "manager", "base", "core", "login"}


def test_the_list_of_packages_is_the_folders() -> None:
    folders = {".".join(file.parent.relative_to(PROJECT).parts) for file in PACKAGE.rglob("__init__.py")}
    assert set(CONFIGURATION["tool"]["setuptools"]["packages"]) == folders | {"xena_desktop.resources"}


def test_every_module_says_what_it_is_for() -> None:
    assert not [
        file for file in MODULES if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]


def test_every_folder_with_modules_is_a_package() -> None:
    assert not [file for file in PACKAGE.rglob("*.py") if not (file.parent / "__init__.py").exists()]


def test_no_name_says_nothing() -> None:
    assert not [file for file in PACKAGE.rglob("*") if file.stem.lower() in NOT_NAMES]


def test_no_file_names_a_registry_or_a_persons_folder() -> None:
    forbidden = re.compile("|".join([*map(re.escape, REGISTRIES), "/" + "root/", "/" + "work/"]))
    found = []
    for file in TEXTS:
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            found += [f"{file.relative_to(PROJECT)}: {match[0]}" for match in forbidden.finditer(text)]
    assert not found


def test_no_markup_or_style_stands_in_python() -> None:
    markup = re.compile(r"<!doctype html|<html|<svg|xmlns=|</style>|</script>", re.IGNORECASE)
    assert not [file for file in MODULES if markup.search(file.read_text(encoding="utf-8"))]


def test_the_version_stands_in_one_place() -> None:
    version = CONFIGURATION["project"]["version"]
    assert metadata.version("xena-desktop") == version
    assert not [file for file in MODULES if f'"{version}"' in file.read_text(encoding="utf-8")]


def test_resources_can_be_read_where_they_are_installed() -> None:
    installed = resources.files("xena_desktop.resources")
    for folder in ("icons", "styles", "translations", "pages", "catalogue"):
        assert [entry.name for entry in (installed / folder).iterdir()], folder


def test_every_text_has_a_danish_translation() -> None:
    script = PROJECT / "packaging" / "translations.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
