"""Everything a window or a command needs, built once by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.services.about import About
    from xena_desktop.services.accounts import Accounts
    from xena_desktop.services.all_pages import AllPages
    from xena_desktop.services.answers import Answers
    from xena_desktop.services.attachments import Attachments
    from xena_desktop.services.catalogue import Catalogues
    from xena_desktop.services.check import Checker
    from xena_desktop.services.conflicts import Conflicts
    from xena_desktop.services.connections import Connections
    from xena_desktop.services.cookies import Cookies
    from xena_desktop.services.explorer import Explorer
    from xena_desktop.services.gate import Gate
    from xena_desktop.services.history import History
    from xena_desktop.services.interchange import Interchange
    from xena_desktop.services.keychain import Keychain
    from xena_desktop.services.networks import Networks
    from xena_desktop.services.pickers import Pickers
    from xena_desktop.services.reports import Reports
    from xena_desktop.services.sandbox import SandboxHost
    from xena_desktop.services.saved import SavedRequests, Variables
    from xena_desktop.services.session import Session
    from xena_desktop.services.settings import SettingsStore
    from xena_desktop.services.sign_in import SignIn
    from xena_desktop.services.traces import Traces
    from xena_desktop.services.upkeep import Upkeep


class Services(Protocol):
    """The services of one home folder, each there when it is first asked for."""

    @property
    def home(self) -> Path:
        """The folder of everything that is not a secret."""

    @property
    def redactor(self) -> Redactor:
        """What takes secrets out of logs and reports."""

    @property
    def connections(self) -> Connections:
        """The connections there are: own, built in, the administrator's."""

    @property
    def accounts(self) -> Accounts:
        """The accounts that signed in, and how each stands."""

    @property
    def sign_in(self) -> SignIn:
        """Signing in through the browser, or as a service account."""

    @property
    def session(self) -> Session:
        """Fresh access tokens, and signing out."""

    @property
    def gate(self) -> Gate:
        """The one way to a permit to send."""

    @property
    def keychain(self) -> Keychain:
        """The computer's keychain, and what it last said of itself."""

    @property
    def upkeep(self) -> Upkeep:
        """Renews in time, and finishes what a broken-off sign-out left."""

    @property
    def explorer(self) -> Explorer:
        """Sends what the gate permitted."""

    @property
    def all_pages(self) -> AllPages:
        """Walks a list to its end."""

    @property
    def conflicts(self) -> Conflicts:
        """Puts a change onto a newer version."""

    @property
    def attachments(self) -> Attachments:
        """Looks at files before they are sent."""

    @property
    def interchange(self) -> Interchange:
        """Requests from and for other programs."""

    @property
    def history(self) -> History:
        """Every call of a person, sealed."""

    @property
    def cookies(self) -> Cookies:
        """What APIs asked to be told again, for accounts that want it."""

    @property
    def answers(self) -> Answers:
        """The bodies of answers, of any size."""

    @property
    def traces(self) -> Traces:
        """What happened in the last sign-ins."""

    @property
    def checker(self) -> Checker:
        """The account check, step by step."""

    @property
    def reports(self) -> Reports:
        """A report about an account, without a secret."""

    @property
    def saved(self) -> SavedRequests:
        """Saved requests, a file each."""

    @property
    def variables(self) -> Variables:
        """The values that stand for ``{{name}}``."""

    @property
    def catalogues(self) -> Catalogues:
        """The operations of each connection's API."""

    @property
    def pickers(self) -> Pickers:
        """Choices for ids, from the API's own lists."""

    @property
    def settings(self) -> SettingsStore:
        """The person's settings and drafts."""

    @property
    def networks(self) -> Networks:
        """The way out: proxy and patience."""

    @property
    def sandbox(self) -> SandboxHost:
        """The identity server and API on this computer."""

    @property
    def about(self) -> About:
        """What the program is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickServices:
    """What can be told from the home folder alone, without loop, network or keychain."""

    home: Path
    accounts: Accounts
    connections: Connections
