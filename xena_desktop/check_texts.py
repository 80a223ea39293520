"""What each step of the account check is, how it went, and what to do about it, in plain words."""

from __future__ import annotations

from xena_desktop.domain.check import AccountCheck, CheckResult, CheckStatus, CheckStep
from xena_desktop.translation import tr


def step_title(step: CheckStep) -> str:
    """What a step is called."""
    return {
        CheckStep.NAMES: tr("Host names"),
        CheckStep.CONNECT: tr("Connection to the servers"),
        CheckStep.TLS: tr("Certificates"),
        CheckStep.DISCOVERY: tr("Discovery document"),
        CheckStep.CLOCK: tr("Clock of this computer"),
        CheckStep.KEYS: tr("Signing keys"),
        CheckStep.KEYCHAIN: tr("Keychain"),
        CheckStep.REFRESH: tr("Renewal without you"),
        CheckStep.ACCESS_TOKEN: tr("Access token"),
        CheckStep.API: tr("API"),
        CheckStep.FISCAL_SETUPS: tr("Fiscal setups"),
        CheckStep.RIGHTS: tr("Rights"),
    }[step]


def status_text(status: CheckStatus) -> str:
    """How a step went, in a word."""
    return {
        CheckStatus.PASSED: tr("passed"),
        CheckStatus.WARNED: tr("needs a look"),
        CheckStatus.FAILED: tr("failed"),
        CheckStatus.SKIPPED: tr("passed over"),
    }[status]


def advice(result: CheckResult) -> str:
    """What to do about a result; an empty text where there is nothing to do."""
    if not result.reason:
        return ""
    known = _of_connections() | _of_accounts()
    fallback = tr("The server answered with an error. Try again in a while, or ask Xena's support.")
    return known.get(result.reason, fallback if result.status is CheckStatus.FAILED else "")


def check_text(check: AccountCheck) -> str:
    """The whole check as text to be read, sent or put aside."""
    moment = f"{check.started_at.astimezone():%Y-%m-%d %H:%M:%S}"
    lines = [f"{tr('Account check')} · {check.account} · {check.connection} · {moment}", ""]
    marks = {
        CheckStatus.PASSED: "✓",
        CheckStatus.WARNED: "!",
        CheckStatus.FAILED: "✗",
        CheckStatus.SKIPPED: "–",
    }
    for result in check.results:
        lines.append(f"{marks[result.status]} {step_title(result.step)}: {status_text(result.status)}")
        lines += [f"    {name}: {value}" for name, value in result.facts]
        if said := advice(result):
            lines.append(f"    {said}")
    return "\n".join(lines) + "\n"


def _of_connections() -> dict[str, str]:
    return {
        "name_not_resolved": tr("Look at the address in the connection, at your network and at the VPN."),
        "host_unreachable": tr(
            "The server or a firewall refuses connections. Look at the VPN and the address."
        ),
        "network_timeout": tr("Nothing answers. Look at your network, the VPN and the proxy."),
        "connection_broken": tr("Something on the way closes the connection, such as a proxy or a firewall."),
        "tls_failed": tr(
            "The certificate is not trusted here. Where your network has a certificate of its own, enter its file in "
            "the connection."
        ),
        "certificate_ends": tr("The certificate ends soon. Whoever runs the server should renew it."),
        "by_proxy": tr("A proxy stands between; it looks at names and certificates itself."),
        "loopback": tr("The server is on this computer; there is nothing to encrypt."),
        "needs_former": tr("It needs a step above that did not succeed."),
        "issuer_mismatch": tr("Write the authority exactly as the server calls itself."),
        "discovery_invalid": tr("The address does not lead to an identity server. Look at the authority."),
        "unexpected_answer": tr("The address does not lead to an identity server. Look at the authority."),
        "clock_wrong": tr("Set the clock of this computer; tokens are refused when it is wrong."),
        "clock_off": tr(
            "Let the system set the clock by itself; a few minutes more, and tokens are refused."
        ),
    }


def _of_accounts() -> dict[str, str]:
    sign_in = tr("Sign in again.")
    return {
        "keychain_locked": tr("Unlock the keychain and check again."),
        "keychain_missing": tr(
            "Start a keychain, such as GNOME Keyring or KWallet. Tokens are kept nowhere else."
        ),
        "keychain_denied": tr("Allow the program to use the keychain, and check again."),
        "keychain_timeout": tr("The keychain is perhaps showing a question. Answer it and check again."),
        "client_secret_missing": tr("Enter the client secret in the connection."),
        "client_refused": tr("The client secret is wrong or has run out. Enter a new one in the connection."),
        "no_grant": sign_in,
        "no_offline_access": tr(
            "Without offline_access it works until the access token ends. Ask for that scope in the profile."
        ),
        "session_expired": sign_in,
        "session_revoked": sign_in,
        "unauthorized": tr("The API does not accept the access token. Sign in again."),
        "forbidden": tr("The account may not do this. An administrator in Xena can give it the right."),
        "refused": tr("The API refused the request. Look at the address of the API in the connection."),
        "server_error": tr("The API has trouble of its own. Try again in a while."),
        "no_fiscal_setups": tr("Ask an administrator in Xena to add the account to a fiscal setup."),
        "no_api_scope": tr(
            "Without the scope testapi the API refuses every call. Ask for it in the profile."
        ),
        "scope_not_granted": tr(
            "Without the scope testapi the API refuses every call. Ask for it in the profile."
        ),
        "scopes_refused": tr("Some scopes were asked for and not granted. Ask for them in the profile."),
    }
