import subprocess
import sys
import threading
from pathlib import Path

import pytest

from xena_desktop import hardening

PROJECT = Path(__file__).parents[2]
PROGRAM = """
import ctypes, resource, sys, threading
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
sys.argv = ["xena-desktop", "accounts"]
from xena_desktop.__main__ import main
main()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
THREAD = """
import threading
from xena_desktop.hardening import mask_faults_of_threads
mask_faults_of_threads()
def fail():
    raise RuntimeError("refused: Bearer 9F2C9F2C9F2C, refresh_token=ABCDEFGH12345678")
def leave():
    raise SystemExit
for target in (fail, leave):
    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT, timeout=60
    )


def test_t62_the_program_leaves_no_core_dump() -> None:
    assert run(PROGRAM).stdout.splitlines()[-1] == "(0, 0) 0"


def test_t61_what_a_thread_did_not_catch_is_masked() -> None:
    said = run(THREAD).stderr
    assert "RuntimeError: refused" in said
    assert "9F2C" not in said
    assert "ABCDEFGH" not in said


def test_windows_has_no_core_dumps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    hardening.forbid_core_dumps()


def test_the_hook_of_threads_is_put_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hardening.mask_faults_of_threads()
    assert threading.excepthook is hardening._show_masked
