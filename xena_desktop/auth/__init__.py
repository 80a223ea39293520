"""OAuth 2.0 and OpenID Connect; requests-oauthlib and joserfc live only here."""
