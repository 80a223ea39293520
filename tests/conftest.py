"""The guards that every test runs under; each stands in a module of tests/guards."""

import gc
import threading
from collections.abc import Generator
from typing import Final

import pytest

from tests.guards import threads, widgets
from tests.guards.home import PrivateHome
from tests.guards.logs import EXPECTED, LogGuard

pytest_plugins = ["pytester"]

HOME: Final = pytest.StashKey[PrivateHome]()
# threads and widgets that were there before a test, and those of fixtures that live longer than a test
THREADS: Final = pytest.StashKey[set[threading.Thread]]()
LIVING: Final = pytest.StashKey[widgets.Living]()
# threads of fixtures that serve several tests, kept with the session
LASTING: Final = pytest.StashKey[set[threading.Thread]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[HOME] = PrivateHome()


def pytest_unconfigure(config: pytest.Config) -> None:
    if HOME in config.stash:
        config.stash[HOME].close()


def pytest_collection_finish() -> None:
    """Modules and collected tests stay: the search for leaked timers, at each test, need not pass them all."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """A fixture that serves several tests may start threads for all of them."""
    before = threads.running()
    result = yield
    if fixturedef.scope != "function":
        request.session.stash.setdefault(LASTING, set()).update(threads.running() - before)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    item.stash[THREADS] = threads.running()
    item.stash[LIVING] = widgets.living()
    return (yield)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    expected = tuple(str(mark.args[0]) for mark in item.iter_markers(EXPECTED))
    with LogGuard() as guard:
        result = yield
    if faults := guard.faults(expected=expected):
        pytest.fail(faults, pytrace=False)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    result = yield
    lasting = item.session.stash.setdefault(LASTING, set())
    found = [f"thread {name}" for name in threads.leaked(item.stash[THREADS] | lasting)]
    found += widgets.leaked(item.stash[LIVING])
    if found:
        pytest.fail("left behind: " + ", ".join(found), pytrace=False)
    return result


def pytest_runtest_logstart() -> None:
    """Collect what a test of the window left behind, here on the main thread, before the next starts others."""
    if not gc.isenabled():
        gc.collect()
        gc.enable()
