"""Real parts for the tests: identity server, keychain, display, browser."""
