"""Every error the program tells a person about.

    XenaError
    ├── InputError              a file, an address or a form is wrong
    ├── SignInError             a sign-in did not succeed
    ├── SessionError            the account must sign in (again)
    ├── NetworkError            nothing, or nothing usable, came back
    ├── KeychainError           the operating system's keychain does not serve
    └── RefusedError            this program refuses, before anything is sent

A leaf names what happened. Its ``code`` is promised to scripts (``--json``); its ``details`` fill the
texts of ``xena_desktop.error_texts`` and never hold a secret. The command line's exit codes follow the
second level of the tree.
"""

from __future__ import annotations

from typing import ClassVar

Detail = str | int | None


class XenaError(Exception):
    """An error with a name, a code and details that may be shown."""

    code: ClassVar[str] = "fault"

    def __init__(self, **details: Detail) -> None:
        super().__init__(self.code)
        self.details = details

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.details.items())
        return f"{self.code}({shown})"


# --- a file, an address or a form is wrong ---------------------------------------------------------------


class InputError(XenaError):
    """Something the person gave is wrong; nothing was sent."""

    code = "input"


class ConnectionFileInvalid(InputError):
    """A connection file's ``member`` is missing or wrong; ``expected`` says what should stand there."""

    code = "connection_file_invalid"


class FileUnreadable(InputError):
    """The file at ``path`` cannot be read or written; ``reason`` is the system's."""

    code = "file_unreadable"


class DiskFull(InputError):
    """There was no room for the file at ``path``; what was there before is there still."""

    code = "disk_full"


class UnknownConnection(InputError):
    """No connection is called ``name``; ``known`` lists those there are."""

    code = "unknown_connection"


class ConnectionExists(InputError):
    """A connection called ``name`` is there already."""

    code = "connection_exists"


class ConnectionNotConfigured(InputError):
    """The connection ``name`` has no client ID yet."""

    code = "connection_not_configured"


class ConnectionInUse(InputError):
    """The connection ``name`` cannot be removed: ``reason`` is ``built_in`` or ``accounts``."""

    code = "connection_in_use"


class UnknownAccount(InputError):
    """No account, or more than one, answers to ``name``; ``known`` lists those there are."""

    code = "unknown_account"


class RequestInvalid(InputError):
    """The request's ``part`` (path, query, headers, body, method) is wrong; ``reason`` says how."""

    code = "request_invalid"


class PlaceholdersUnfilled(InputError):
    """The path still holds the placeholders ``names``."""

    code = "placeholders_unfilled"


class AttachmentMissing(InputError):
    """No file was chosen for the part ``name``; an empty name means the body itself."""

    code = "attachment_missing"


class AttachmentUnreadable(InputError):
    """The file at ``path`` cannot be sent; ``reason`` is the system's, "gone", "folder" or "special"."""

    code = "attachment_unreadable"


class AttachmentChanged(InputError):
    """The file at ``path`` changed while it was being sent; the request was broken off before it was whole."""

    code = "attachment_changed"


class SnippetImpossible(InputError):
    """The request cannot be written in ``language``: ``reason`` is nul, body or method."""

    code = "snippet_impossible"


class ImportUnreadable(InputError):
    """What was to be imported cannot be read: ``reason`` is curl, json, large, version, api_document or empty."""

    code = "import_unreadable"


class SettingInvalid(InputError):
    """The setting ``member`` is wrong, as ``Settings`` names it."""

    code = "setting_invalid"


class VariablesUnfilled(InputError):
    """The request uses variables that have no value: ``names``."""

    code = "variables_unfilled"


class VariableIsSecret(InputError):
    """The variable ``name`` is called like a secret, and its value would stand in a file."""

    code = "variable_is_secret"


class VariableNameInvalid(InputError):
    """A variable cannot be called ``name``."""

    code = "variable_name_invalid"


class SavedRequestInvalid(InputError):
    """The saved request ``name`` cannot be understood; ``reason`` is what is wrong in ``line``."""

    code = "saved_request_invalid"


class SavedRequestChanged(InputError):
    """A saved request called ``name`` is there already, or was changed by somebody else."""

    code = "saved_request_changed"


class SavedRequestNameInvalid(InputError):
    """A saved request cannot be called ``name``."""

    code = "saved_request_name_invalid"


class UnknownSavedRequest(InputError):
    """No saved request is called ``name``."""

    code = "unknown_saved_request"


class HistoryUnwritable(InputError):
    """The history at ``path`` (empty: in memory) cannot be used; ``reason`` is SQLite's."""

    code = "history_unwritable"


class HistoryEntryGone(InputError):
    """The history holds no entry numbered ``number`` (any more)."""

    code = "history_entry_gone"


class PatternInvalid(InputError):
    """What is to be found is no regular expression: ``reason``."""

    code = "pattern_invalid"


class PagesUnreadable(InputError):
    """A PDF cannot be shown: ``reason`` is the library's."""

    code = "pages_unreadable"


class FilterInvalid(InputError):
    """The answer cannot be filtered: ``reason`` is json, depth, or what is wrong with the JMESPath."""

    code = "filter_invalid"


class AnswerWorkEnded(InputError):
    """The process that works on large answers ended before it was done: stopped, or out of memory."""

    code = "answer_work_ended"


class AnswerClosed(InputError):
    """The answer was closed, or another one came, before the work on it was done: nobody looks at it any more."""

    code = "answer_closed"


class DescriptionInvalid(InputError):
    """The API's document at ``place`` cannot be read: ``reason``, and the ``line`` where one is known."""

    code = "description_invalid"


class DescriptionTooLarge(InputError):
    """The API's document at ``place`` is larger than ``limit`` megabytes."""

    code = "description_too_large"


class DescriptionMissing(InputError):
    """The connection ``name`` has no address of an API document."""

    code = "description_missing"


class UnknownOperation(InputError):
    """No operation is called ``name``; ``near`` lists those that come near it."""

    code = "unknown_operation"


# --- a sign-in did not succeed ---------------------------------------------------------------------------


class SignInError(XenaError):
    """A sign-in ended without an account."""

    code = "sign_in"


class SignInCancelled(SignInError):
    """The person stopped it."""

    code = "sign_in_cancelled"


class SignInTimedOut(SignInError):
    """Nothing came back from the browser within ``seconds``."""

    code = "sign_in_timed_out"


class SignInSuperseded(SignInError):
    """Another sign-in is under way in this program."""

    code = "sign_in_superseded"


class ConsentDenied(SignInError):
    """The person declined on the consent page (``access_denied``, RFC 6749 §4.1.2.1)."""

    code = "consent_denied"


class InteractionRequired(SignInError):
    """The server needs the person: ``error`` is login_required, consent_required, … (OIDC Core §3.1.2.6)."""

    code = "interaction_required"


class AuthorizationRefused(SignInError):
    """The authorization endpoint answered ``error``."""

    code = "authorization_refused"


class AuthorizationUnavailable(SignInError):
    """The authorization endpoint cannot serve now: ``error`` is server_error or temporarily_unavailable."""

    code = "authorization_unavailable"


class AuthorizationResponseInvalid(SignInError):
    """What came back through the browser failed a check: ``reason``."""

    code = "authorization_response_invalid"


class PortsBusy(SignInError):
    """None of the connection's redirect URIs can be listened on: ``ports``."""

    code = "ports_busy"


class DiscoveryInvalid(SignInError):
    """The discovery document or the key set at ``url`` is unusable: ``reason``."""

    code = "discovery_invalid"


class IssuerMismatch(SignInError):
    """The discovery document names the issuer ``found`` instead of ``expected`` (Discovery §4.3)."""

    code = "issuer_mismatch"


class ResponseTypeUnsupported(SignInError):
    """The server does not list ``wanted``; it offers ``offered``."""

    code = "response_type_unsupported"


class PkceUnsupported(SignInError):
    """PKCE is required by the connection and the server does not list S256."""

    code = "pkce_unsupported"


class IdTokenInvalid(SignInError):
    """The ``place`` (front or back) ID token failed the ``check`` (OIDC Core §3.1.3.7, §3.3.2.12)."""

    code = "id_token_invalid"


class ClockWrong(SignInError):
    """An ID token is not of its time, by a clock of this computer that is ``minutes`` fast or slow (``side``)."""

    code = "clock_wrong"


class TokenRequestRefused(SignInError):
    """The token endpoint answered ``error`` (RFC 6749 §5.2)."""

    code = "token_request_refused"


class ClientRefused(SignInError):
    """The token endpoint does not accept the client: ``error`` is invalid_client or unauthorized_client."""

    code = "client_refused"


class TokenResponseInvalid(SignInError):
    """The token endpoint's answer is not one: ``reason`` (RFC 6749 §5.1)."""

    code = "token_response_invalid"


class IdentityMismatch(SignInError):
    """ID tokens or userinfo speak of different people: ``claim`` differs."""

    code = "identity_mismatch"


class OtherPersonSignedIn(SignInError):
    """``found`` signed in instead of ``name``, whose account stays as it was."""

    code = "other_person"


class ClientSecretMissing(SignInError):
    """The connection ``name`` authenticates its client and no secret is in the keychain."""

    code = "client_secret_missing"


# --- the account must sign in (again) --------------------------------------------------------------------


class SessionError(XenaError):
    """The account cannot be used until somebody signs in."""

    code = "session"


class NotSignedIn(SessionError):
    """There is no account yet."""

    code = "not_signed_in"


class SessionExpired(SessionError):
    """The account ``name`` has no valid access token and nothing to renew it with: ``reason``.

    The reasons: signed_out, no_grant, no_refresh_token, other_connection, older_copy, busy, session_only,
    unsaved_elsewhere, unsaved_lost.
    """

    code = "session_expired"


class SessionRevoked(SessionError):
    """The server no longer accepts the refresh token of ``name``.

    The ``reason`` is answer_lost when it may have been spent by a renewal whose answer never came.
    """

    code = "session_revoked"


# --- nothing, or nothing usable, came back ---------------------------------------------------------------


class NetworkError(XenaError):
    """The request may or may not have reached ``host``."""

    code = "network"


class NameNotResolved(NetworkError):
    """The name of ``host`` cannot be resolved."""

    code = "name_not_resolved"


class HostUnreachable(NetworkError):
    """``host`` refuses or drops connections."""

    code = "host_unreachable"


class ProxyUnreachable(NetworkError):
    """The proxy ``proxy``, through which ``host`` was to be reached, takes no connection."""

    code = "proxy_unreachable"


class ProxySignInRequired(NetworkError):
    """The proxy ``proxy`` wants a user name and a password, or others than it was given (407)."""

    code = "proxy_sign_in_required"


class ProxyRefused(NetworkError):
    """The proxy ``proxy`` does not lead to ``host``: it answered ``status``."""

    code = "proxy_refused"


class ProxyUnsupported(NetworkError):
    """The system names the proxy ``proxy``, of a kind that this program cannot use."""

    code = "proxy_unsupported"


class TlsFailed(NetworkError):
    """The certificate or the encryption of ``host`` is not acceptable: ``reason``, in the system's words.

    ``fault`` is expired, not_yet_valid, wrong_host, self_signed, unknown_issuer, revoked, no_tls or other; ``issuer``
    is who signed the certificate, where that is not known to this computer.
    """

    code = "tls_failed"


class NetworkTimeout(NetworkError):
    """``host`` did not answer within ``seconds``."""

    code = "network_timeout"


class ConnectionBroken(NetworkError):
    """``host`` closed the connection before the answer was whole."""

    code = "connection_broken"


class AnswerTooLarge(NetworkError):
    """``host`` sent more than ``limit`` bytes."""

    code = "answer_too_large"


class UnexpectedAnswer(NetworkError):
    """``host`` answered with ``status`` where a document was expected.

    ``seconds`` is how long it asks to be left alone, if it does (RFC 9110 §10.2.3).
    """

    code = "unexpected_answer"


class ServerBusy(NetworkError):
    """``host`` asked to be left alone for a time, of which ``seconds`` are left (429, 503 with Retry-After)."""

    code = "server_busy"


class CallCancelled(NetworkError):
    """The person stopped the call."""

    code = "call_cancelled"


# --- the operating system's keychain does not serve ------------------------------------------------------


class KeychainError(XenaError):
    """The keychain cannot be used now."""

    code = "keychain"


class KeychainMissing(KeychainError):
    """There is no keychain on this computer, or its service does not run: ``reason``."""

    code = "keychain_missing"


class KeychainChanged(KeychainError):
    """The secrets are in the keychain ``earlier``, which is not here now; ``found`` is what is here instead."""

    code = "keychain_changed"


class KeychainLocked(KeychainError):
    """The keychain is locked."""

    code = "keychain_locked"


class KeychainDenied(KeychainError):
    """The keychain refused: ``reason``."""

    code = "keychain_denied"


class KeychainTimeout(KeychainError):
    """The keychain did not answer within ``seconds``; perhaps it shows a question."""

    code = "keychain_timeout"


# --- this program refuses, before anything is sent -------------------------------------------------------


class RefusedError(XenaError):
    """Refused here; nothing was sent."""

    code = "refused"


class ReadOnlyConnection(RefusedError):
    """``method`` would write, and the connection ``name`` is read-only."""

    code = "read_only_connection"


class AddressOutsideConnection(RefusedError):
    """``url`` is not on the connection's API address ``allowed``."""

    code = "address_outside_connection"


class ScopeNotGranted(RefusedError):
    """The account ``name`` asked for the API's ``scope`` and was not given it."""

    code = "scope_not_granted"


class InsecureAddress(RefusedError):
    """``url`` is not https, and not on this computer."""

    code = "insecure_address"


class NeverOffered(RefusedError):
    """``method`` on this path is not sent from here on any connection: ``reason`` is user, company or ownership."""

    code = "never_offered"


class DeletionUnconfirmed(RefusedError):
    """A deletion was not confirmed by typing ``name``."""

    code = "deletion_unconfirmed"


class TokenEndpointAddress(RefusedError):
    """The path is one where the identity server hands out tokens."""

    code = "token_endpoint_address"
