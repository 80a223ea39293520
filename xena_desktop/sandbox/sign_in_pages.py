"""The pages between `/connect/authorize` and the client: sign-in, consent, answer, sign-out."""

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from xena_desktop.sandbox.authorization_request import AuthorizationRequest, NextStep, checked_request
from xena_desktop.sandbox.authorization_server import SandboxAuthorizationServer
from xena_desktop.sandbox.browser_sessions import BrowserSession, BrowserSessions, PendingAuthorization
from xena_desktop.sandbox.errors import PageNotShown, TokenRefused
from xena_desktop.sandbox.pages import Pages
from xena_desktop.sandbox.people import Person

_STEP_PAGES = {NextStep.SIGN_IN: "pages.sign_in", NextStep.CONSENT: "pages.consent"}


class SignInPages:
    """The routes of everything a person sees."""

    def __init__(
        self,
        *,
        server: SandboxAuthorizationServer,
        sessions: BrowserSessions,
        pages: Pages,
        authority: str,
    ) -> None:
        self._server = server
        self._sessions = sessions
        self._pages = pages
        self._authority = authority
        # Browsers share cookies between the ports of a host; two Sandboxes must not.
        self._cookie_name = f"sandbox-session-{urlsplit(authority).port}"

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("pages", __name__)
        both = ["GET", "POST"]
        routes.add_url_rule("/connect/authorize", view_func=self.authorize, methods=both)
        routes.add_url_rule("/connect/authorize/continue", view_func=self.go_on, methods=["GET"])
        routes.add_url_rule("/account/sign-in", view_func=self.sign_in, methods=["GET"])
        routes.add_url_rule("/account/sign-in", view_func=self.sign_in_posted, methods=["POST"])
        routes.add_url_rule("/account/consent", view_func=self.consent, methods=["GET"])
        routes.add_url_rule("/account/consent", view_func=self.consent_posted, methods=["POST"])
        routes.add_url_rule("/connect/endsession", view_func=self.end_session, methods=both)
        return routes

    def authorize(self) -> AnyResponse:
        """The authorization endpoint."""
        values = (request.form if request.method == "POST" else request.args).to_dict(flat=False)
        checked_request(self._server, values=values, authority=self._authority)
        return self._proceed(self._sessions.begin(values), session=self._session())

    def go_on(self) -> AnyResponse:
        """Where sign-in and consent come back to."""
        return self._proceed(self._pending(), session=self._session())

    def sign_in(self) -> Response:
        """The sign-in page."""
        return self._sign_in_page(self._pending(), session=self._session())

    def sign_in_posted(self) -> AnyResponse:
        """A person was chosen, or a user name and password came, or sign-in was given up."""
        pending, session = self._posted()
        if request.form.get("cancel"):
            return self._refused(pending, error="access_denied")
        person = self._person_of_form()
        if person is None:
            return self._sign_in_page(pending, session=session, problem=True)
        self._sessions.sign_in(session, person=person)
        pending.signed_in_again, pending.consented = True, False
        return self._with_cookie(self._to("pages.go_on", pending), session=session)

    def consent(self) -> AnyResponse:
        """The consent page."""
        pending, session = self._pending(), self._session()
        if session.sign_in is None:
            return self._to("pages.sign_in", pending)
        asked = self._asked(pending)
        return self._pages.show(
            "consent.html",
            client=asked.client,
            person=session.sign_in.person,
            scopes=asked.scopes,
            sign_in_url=url_for("pages.sign_in", request=pending.request_id),
            action=url_for("pages.consent_posted", request=pending.request_id),
            form_token=session.form_token,
            returns_to=urlsplit(asked.redirect_uri).netloc,
        )

    def consent_posted(self) -> AnyResponse:
        """The person allowed or denied."""
        pending, session = self._posted()
        if session.sign_in is None:
            return self._to("pages.sign_in", pending)
        if request.form.get("answer") != "allow":
            return self._refused(pending, error="access_denied")
        if request.form.get("remember"):
            asked = self._asked(pending)
            self._server.state.remember_consent(
                sub=session.sign_in.person.sub,
                client_id=asked.client.client_id,
                scopes=frozenset(asked.scopes),
            )
        pending.consented = True
        return self._to("pages.go_on", pending)

    def end_session(self) -> AnyResponse:
        """Sign out; back to the client where its ID token vouches for it (RP-Initiated Logout 1.0)."""
        session = self._session()
        self._sessions.sign_out(session)
        answer = self._back_after_sign_out() or self._pages.show("signed-out.html")
        answer.delete_cookie(self._cookie_name)
        return answer

    def _proceed(self, pending: PendingAuthorization, *, session: BrowserSession) -> AnyResponse:
        asked = self._asked(pending)
        allowed: frozenset[str] = frozenset()
        if session.sign_in:
            allowed = self._server.state.consent(
                sub=session.sign_in.person.sub, client_id=asked.client.client_id
            )
        step = asked.next_step(
            pending, session=session, seconds=self._server.tokens.seconds(), allowed=allowed
        )
        if step in _STEP_PAGES:
            return self._with_cookie(self._to(_STEP_PAGES[step], pending), session=session)
        if step is not NextStep.ANSWER or session.sign_in is None:
            return self._refused(pending, error=step.value)
        self._finish(pending)
        return self._delivered(asked, parameters=asked.answer(session.sign_in))

    def _refused(self, pending: PendingAuthorization, *, error: str) -> AnyResponse:
        asked = self._asked(pending)
        self._finish(pending)
        return self._delivered(asked, parameters=asked.refusal(error), failed=True)

    def _finish(self, pending: PendingAuthorization) -> None:
        if not self._sessions.finish(pending):
            raise PageNotShown("expired")

    def _delivered(
        self, asked: AuthorizationRequest, *, parameters: list[tuple[str, str]], failed: bool = False
    ) -> AnyResponse:
        if asked.response_mode == "form_post":
            return self._pages.show_form_post(asked.redirect_uri, parameters=parameters)
        separator = "?" if asked.response_mode == "query" else "#"
        # IdentityServer ends errors in the query so that an older fragment does not stick to the address
        end = "#_=_" if failed and asked.response_mode == "query" else ""
        answer = redirect(f"{asked.redirect_uri}{separator}{urlencode(parameters)}{end}")
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    def _sign_in_page(
        self, pending: PendingAuthorization, *, session: BrowserSession, problem: bool = False
    ) -> Response:
        asked = self._asked(pending)
        return self._pages.show(
            "sign-in.html",
            client=asked.client,
            people=self._server.people.who_sign_in,
            username=request.form.get("username", asked.login_hint),
            action=url_for("pages.sign_in_posted", request=pending.request_id),
            form_token=session.form_token,
            problem=problem,
        )

    def _person_of_form(self) -> Person | None:
        form, people = request.form, self._server.people
        if key := form.get("person"):
            return people.by_key(key)
        return people.by_password(form.get("username", ""), password=form.get("password", ""))

    def _asked(self, pending: PendingAuthorization) -> AuthorizationRequest:
        return checked_request(self._server, values=pending.values, authority=self._authority)

    def _pending(self) -> PendingAuthorization:
        pending = self._sessions.pending(request.args.get("request", ""))
        if pending is None:
            raise PageNotShown("expired")
        return pending

    def _posted(self) -> tuple[PendingAuthorization, BrowserSession]:
        session = self._session()
        if not session.knows(request.form.get("form_token", "")):
            raise PageNotShown("form")
        return self._pending(), session

    def _session(self) -> BrowserSession:
        return self._sessions.session(request.cookies.get(self._cookie_name))

    def _with_cookie(self, answer: AnyResponse, *, session: BrowserSession) -> AnyResponse:
        answer.set_cookie(self._cookie_name, session.cookie, httponly=True, samesite="Lax")
        return answer

    def _to(self, endpoint: str, pending: PendingAuthorization) -> AnyResponse:
        return redirect(url_for(endpoint, request=pending.request_id), code=303)

    def _back_after_sign_out(self) -> AnyResponse | None:
        hint, target = request.values.get("id_token_hint"), request.values.get("post_logout_redirect_uri")
        if not hint or not target:
            return None
        try:
            claims = self._server.tokens.id_token_claims(hint)
        except TokenRefused:
            return None
        client = self._server.query_client(str(claims.get("aud")))
        if client is None or not client.check_post_logout_redirect_uri(target):
            return None
        state = request.values.get("state")
        return redirect(f"{target}?{urlencode({'state': state})}" if state else target)
