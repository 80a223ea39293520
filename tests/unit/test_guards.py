import os
from pathlib import Path

import pytest

CONFTEST = "from tests.conftest import *"


@pytest.fixture
def guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project of its own whose tests run under the same guards, in a process of its own."""
    root = Path(__file__).parents[2]
    pytester.makeini(
        f"[pytest]\npythonpath = {root}\nmarkers = expect_log(pattern): meant\n"
        "addopts = -p no:cacheprovider -p no:asyncio\n"
    )
    pytester.makeconftest(CONFTEST)
    return pytester


def outcome(pytester: pytest.Pytester, source: str, **expected: int) -> pytest.RunResult:
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(**expected)
    return result


def test_a_quiet_test_passes(guarded: pytest.Pytester) -> None:
    outcome(guarded, "import logging\ndef test(): logging.info('fine')", passed=1)


def test_a_warning_in_the_log_fails(guarded: pytest.Pytester) -> None:
    result = outcome(guarded, "import logging\ndef test(): logging.getLogger('x').warning('odd')", failed=1)
    result.stdout.fnmatch_lines(["*unexpected in the log: x: WARNING: odd*"])


def test_an_expected_warning_passes(guarded: pytest.Pytester) -> None:
    source = """
        import logging, pytest
        @pytest.mark.expect_log("odd")
        def test(): logging.error('very odd')
    """
    outcome(guarded, source, passed=1)


def test_an_expected_warning_that_does_not_come_fails(guarded: pytest.Pytester) -> None:
    source = """
        import pytest
        @pytest.mark.expect_log("odd")
        def test(): pass
    """
    outcome(guarded, source, failed=1).stdout.fnmatch_lines(["*expected in the log and not there: odd*"])


THREAD = """
    import pytest, threading
    @pytest.fixture(scope="{scope}")
    def thread():
        stop = threading.Event()
        threading.Thread(target=stop.wait, args=(30,), name="left-over", daemon=True).start()
        yield
        {end}
    def test(thread): pass
"""


def test_a_leaked_thread_fails_and_is_named(guarded: pytest.Pytester) -> None:
    result = outcome(guarded, THREAD.format(scope="function", end="pass"), passed=1, errors=1)
    result.stdout.fnmatch_lines(["*left behind: thread left-over*"])


def test_a_thread_that_its_fixture_ends_passes(guarded: pytest.Pytester) -> None:
    outcome(guarded, THREAD.format(scope="function", end="stop.set()"), passed=1)


def test_a_thread_of_a_session_fixture_passes(guarded: pytest.Pytester) -> None:
    outcome(guarded, THREAD.format(scope="session", end="stop.set()"), passed=1)


def test_a_leaked_widget_and_timer_fail(guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    source = """
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QLabel
        application = QApplication([])
        kept = []
        def test_leaks():
            label = QLabel(); label.setObjectName("leftLabel"); kept.append(label)
            timer = QTimer(application); timer.setObjectName("leftTimer"); timer.start(10_000)
        def test_tidy():
            label = QLabel(); label.show(); label.close(); label.deleteLater()
            timer = QTimer(application); timer.start(10_000); timer.stop()
    """
    result = outcome(guarded, source, passed=2, errors=1)
    result.stdout.fnmatch_lines(["*left behind: QTimer leftTimer*QLabel leftLabel*"])


def test_nothing_points_at_the_persons_own_home() -> None:
    home = Path(os.environ["HOME"])
    assert home.name.startswith("xd-")
    for name in ("XENA_DESKTOP_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        assert Path(os.environ[name]).is_relative_to(home)
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
