"""Access tokens in requests (RFC 6750)."""

import json

from flask import Request, Response

from xena_desktop.sandbox.errors import TokenRefused


def bearer_token(request: Request) -> str:
    """The access token of the Authorization header; raises TokenRefused where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("the request carries no access token")
    return token.strip()


def refused(error: TokenRefused) -> Response:
    """The answer to a missing, garbled or ended access token (RFC 6750, section 3.1)."""
    challenge = f'Bearer error="invalid_token", error_description="{error}"'
    body = json.dumps({"Message": "Authorization has been denied for this request."})
    headers = {"WWW-Authenticate": challenge, "Cache-Control": "no-store"}
    return Response(body, status=401, headers=headers, content_type="application/json; charset=utf-8")
