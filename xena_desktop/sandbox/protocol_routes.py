"""The identity server's endpoints for programs: discovery, keys, token, userinfo, revocation."""

from flask import Blueprint, Response, jsonify, request

from xena_desktop.sandbox.authorization_server import SCOPES, SandboxAuthorizationServer
from xena_desktop.sandbox.bearer import bearer_token, refused
from xena_desktop.sandbox.errors import TokenRefused
from xena_desktop.sandbox.signing import SigningKey

_CLAIMS = (
    *("sub", "name", "given_name", "family_name", "preferred_username", "picture", "locale", "culture"),
    *("email", "email_verified"),
)


class ProtocolRoutes:
    """The routes of everything only programs see."""

    def __init__(self, *, server: SandboxAuthorizationServer, key: SigningKey, authority: str) -> None:
        self._server = server
        self._key = key
        self._authority = authority

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("protocol", __name__)
        discovery = "/.well-known/openid-configuration"
        routes.add_url_rule(discovery, view_func=self.discovery)
        routes.add_url_rule(f"{discovery}/jwks", view_func=self.keys)
        routes.add_url_rule("/connect/token", view_func=self.token, methods=["POST"])
        routes.add_url_rule("/connect/revocation", view_func=self.revocation, methods=["POST"])
        routes.add_url_rule("/connect/userinfo", view_func=self.userinfo, methods=["GET", "POST"])
        return routes

    def discovery(self) -> Response:
        """The discovery document (OpenID Connect Discovery 1.0, section 3)."""
        authority = self._authority
        return jsonify(
            {
                "issuer": authority,
                "jwks_uri": f"{authority}/.well-known/openid-configuration/jwks",
                "authorization_endpoint": f"{authority}/connect/authorize",
                "token_endpoint": f"{authority}/connect/token",
                "userinfo_endpoint": f"{authority}/connect/userinfo",
                "end_session_endpoint": f"{authority}/connect/endsession",
                "revocation_endpoint": f"{authority}/connect/revocation",
                "frontchannel_logout_supported": False,
                "scopes_supported": list(SCOPES),
                "claims_supported": list(_CLAIMS),
                "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
                "response_types_supported": ["code", "code id_token", "code id_token token"],
                "response_modes_supported": ["form_post", "query", "fragment"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "subject_types_supported": ["public"],
                "code_challenge_methods_supported": ["plain", "S256"],
                "request_parameter_supported": False,
                "request_uri_parameter_supported": False,
            }
        )

    def keys(self) -> Response:
        """The public keys (RFC 7517)."""
        return jsonify({"keys": [self._key.public_jwk()]})

    def token(self) -> Response:
        """The token endpoint."""
        answer: Response = self._server.create_token_response(request)
        return answer

    def revocation(self) -> Response:
        """The revocation endpoint (RFC 7009)."""
        answer: Response = self._server.create_endpoint_response("revocation", request)
        return answer

    def userinfo(self) -> Response:
        """The claims that the access token opens (OpenID Connect Core 5.3)."""
        try:
            claims = self._server.tokens.access_claims(bearer_token(request))
        except TokenRefused as error:
            return refused(error)
        scopes = claims.get("scope")
        person = self._server.people.by_sub(str(claims.get("sub")))
        if person is None or not isinstance(scopes, list) or "openid" not in scopes:
            return Response(status=403, headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'})
        return jsonify(person.claims(frozenset(scopes), authority=self._authority))
