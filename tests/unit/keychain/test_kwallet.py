"""The real KWallet: what the store does with keyring's backend for it."""

from collections.abc import Iterator

import pytest

from tests.fakes.kwallet_daemon import KWalletDaemon

PROOF = """
import sys
sys.argv[0] = sys.argv[1]
from xena_desktop.domain.redaction import Secret
from xena_desktop.keychain.backends import choose_backend
from xena_desktop.keychain.store import KeychainStore

backend, name = choose_backend(earlier="KWallet")
assert (type(backend).__module__, name) == ("keyring.backends.kwallet", "KWallet"), (backend, name)
store = KeychainStore(choose=lambda: (backend, name))
for text in ("k" * 10, "k" * 1200, "k" * 1201, "k" * 6000, "æøå", "l" * 2400):
    store.write("grant/a", Secret(text))
    assert store.read("grant/a") == Secret(text), len(text)
store.write("grant/b", Secret("another"))
store.remove("grant/a")
assert store.read("grant/a") is None
store.remove("grant/a")
assert store.read("grant/b") == Secret("another")
print("kept, split, read back and removed")
"""


@pytest.fixture
def kwallet() -> Iterator[KWalletDaemon]:
    with KWalletDaemon(application="xena-desktop") as daemon:
        yield daemon


def test_kwallet_keeps_secrets_of_every_length(kwallet: KWalletDaemon) -> None:
    done = kwallet.run(PROOF)
    assert done.stdout == "kept, split, read back and removed\n", done.stderr
