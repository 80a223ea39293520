"""What each message of a sign-in is, in plain words, and what it usually means at Xena when it fails."""

from __future__ import annotations

from collections.abc import Iterable

from xena_desktop.domain.trace import Trace, TraceEntry, TraceKind, TraceStep
from xena_desktop.translation import tr


def kind_text(kind: TraceKind) -> str:
    """What was tried."""
    return {
        TraceKind.SIGN_IN: tr("Sign-in in the browser"),
        TraceKind.SERVICE_ACCOUNT: tr("Sign-in of a service account"),
        TraceKind.RENEWAL: tr("Renewal of the access token"),
    }[kind]


def step_title(step: TraceStep) -> str:
    """What a step is called."""
    return _steps()[step][0]


def step_meaning(step: TraceStep) -> str:
    """What a step is for."""
    return _steps()[step][1]


def failure_meaning(entry: TraceEntry) -> str:
    """What it usually means at Xena that it failed there; an empty text for what did not fail."""
    if not entry.error:
        return ""
    server_said = dict(entry.facts).get("← error", "")
    for key in ((entry.step, server_said), (entry.step, entry.error), (None, entry.error), (entry.step, "")):
        if text := _failures().get(key):
            return text
    return tr("The advice beside the error says what to do.")


def ended_text(trace: Trace) -> str:
    """How it ended: where it failed, or that it succeeded."""
    if trace.failed is not None:
        return tr("failed: {step}", step=step_title(trace.failed.step))
    if any(entry.step is TraceStep.SAVING for entry in trace.entries):
        return tr("succeeded")
    return tr("broken off")


def trace_text(trace: Trace) -> str:
    """The whole trace as text to be read, sent or put aside."""
    moment = f"{trace.started_at.astimezone():%Y-%m-%d %H:%M:%S}"
    head = " · ".join(part for part in (trace.account, trace.connection) if part)
    lines = [f"{kind_text(trace.kind)} · {moment} · {head}", ended_text(trace)]
    for number, entry in enumerate(trace.entries, start=1):
        lines += ["", *_entry_lines(entry, number=number)]
    return "\n".join(lines) + "\n"


def _entry_lines(entry: TraceEntry, *, number: int) -> Iterable[str]:
    mark = f"  ✗ {entry.error}" if entry.error else ""
    yield f"{number}. {step_title(entry.step)}  {entry.at.astimezone():%H:%M:%S}{mark}"
    yield f"   {step_meaning(entry.step)}"
    if meaning := failure_meaning(entry):
        yield f"   {tr('What it usually means')}: {meaning}"
    if entry.checks:
        checks = ", ".join(f"{name} {'✓' if passed else '✗'}" for name, passed in entry.checks)
        yield f"   {tr('Checked')}: {checks}"
    yield from (f"   {name}: {value}" for name, value in entry.facts)


def _steps() -> dict[TraceStep, tuple[str, str]]:
    return {
        TraceStep.PREPARING: (
            tr("Preparing"),
            tr("The connection, the keychain and the client secret are looked at before anything is sent."),
        ),
        TraceStep.DISCOVERY: (
            tr("Discovery document"),
            tr("The server's own description: which addresses it has and what it can do."),
        ),
        TraceStep.LISTENING: (
            tr("Listening for the answer"),
            tr("This computer waits at the redirect URI for what the browser brings back."),
        ),
        TraceStep.AUTHORIZATION_REQUEST: (
            tr("Authorization request"),
            tr(
                "The address that the browser opens. It says who asks, for what, and where the answer is to go."
            ),
        ),
        TraceStep.CALLBACK: (
            tr("Answer through the browser"),
            tr("What the browser brought back to the redirect URI: a code, or an error."),
        ),
        TraceStep.KEYS: (
            tr("Signing keys"),
            tr("The server's public keys, with which the signature of the ID token is checked."),
        ),
        TraceStep.FRONT_ID_TOKEN: (
            tr("ID token from the browser"),
            tr(
                "It must be signed by the server, meant for this client, and belong to this code and this sign-in."
            ),
        ),
        TraceStep.TOKEN_REQUEST: (
            tr("Token request"),
            tr("The code, the refresh token or the client secret is exchanged for an access token."),
        ),
        TraceStep.BACK_ID_TOKEN: (
            tr("ID token from the token endpoint"),
            tr("It is checked like the one from the browser, and must speak of the same person."),
        ),
        TraceStep.USERINFO: (
            tr("Userinfo"),
            tr("What the server says of the person: name, email, culture. The sign-in stands without it."),
        ),
        TraceStep.MEMBERSHIPS: (
            tr("Memberships"),
            tr("Whom a service account acts as; it has no userinfo."),
        ),
        TraceStep.SAVING: (
            tr("Keeping the tokens"),
            tr("The tokens go to the keychain, and only then the account to the list."),
        ),
    }


def _failures() -> dict[tuple[TraceStep | None, str], str]:
    """By step and the server's or our own error code; None stands for every step, an empty code for every error."""
    nothing_came = tr(
        "Nothing came back. When the browser showed an error page, the client ID or the redirect URI is not "
        "registered at Xena exactly so, or the client may not ask for one of the scopes. Compare them with the Xena "
        "developer console, letter by letter."
    )
    return {
        (TraceStep.DISCOVERY, ""): tr(
            "The authority cannot be reached from here, or is not an identity server."
        ),
        (TraceStep.DISCOVERY, "issuer_mismatch"): tr(
            "The authority must be written exactly as the server calls itself, also the slash at its end."
        ),
        (TraceStep.LISTENING, ""): tr(
            "Other programs hold all ports of the redirect URIs. Close them, or register another redirect URI."
        ),
        (TraceStep.AUTHORIZATION_REQUEST, ""): nothing_came,
        (TraceStep.CALLBACK, "sign_in_timed_out"): nothing_came,
        (TraceStep.CALLBACK, "sign_in_cancelled"): nothing_came,
        (TraceStep.CALLBACK, "access_denied"): tr("The person said no on the consent page."),
        (TraceStep.CALLBACK, "login_required"): tr(
            "Nobody is signed in in the browser, and the server may not ask."
        ),
        (TraceStep.CALLBACK, "consent_required"): tr("Nobody agreed yet, and the server may not ask."),
        (TraceStep.CALLBACK, "invalid_scope"): tr("The client may not ask for one of the scopes."),
        (TraceStep.CALLBACK, "unauthorized_client"): tr(
            "The client's flow does not allow this response type."
        ),
        (TraceStep.CALLBACK, ""): tr("What came back does not belong to this sign-in, or is not complete."),
        (TraceStep.TOKEN_REQUEST, "invalid_client"): tr("The client secret is wrong or has run out."),
        (TraceStep.TOKEN_REQUEST, "unauthorized_client"): tr("The client may not use this grant type."),
        (TraceStep.TOKEN_REQUEST, "invalid_scope"): tr("The client may not ask for one of the scopes."),
        (TraceStep.TOKEN_REQUEST, "invalid_grant"): tr(
            "The code or refresh token was used already, has run out or was revoked; or the redirect URI differs; or "
            "the client's flow does not take a code verifier: then switch PKCE off in the connection."
        ),
        (TraceStep.TOKEN_REQUEST, ""): tr("The server did not give a usable answer. Try again in a while."),
        (TraceStep.FRONT_ID_TOKEN, ""): tr(
            "The ID token failed a check. Nothing was sent on; the code was not used."
        ),
        (TraceStep.BACK_ID_TOKEN, ""): tr("The ID token failed a check. Nothing was kept."),
        (None, "clock_wrong"): tr(
            "The clock of this computer is wrong, so that good tokens look out of date."
        ),
        (TraceStep.KEYS, ""): tr(
            "The server's keys cannot be read, so that nothing it signs can be checked."
        ),
        (TraceStep.USERINFO, ""): tr("Userinfo speaks of another person than the ID token."),
        (TraceStep.SAVING, ""): tr("The keychain did not take the tokens. Unlock it and sign in again."),
        (TraceStep.SAVING, "other_person"): tr("Another person came back, and the old account was to stay."),
        (TraceStep.PREPARING, ""): tr(
            "Something is missing here, before the server was asked: see the error."
        ),
    }
