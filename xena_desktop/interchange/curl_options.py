"""The options of curl: which take a value, and which matter to curl alone."""

from __future__ import annotations

from typing import Final

SHORT: Final = {
    "X": "request", "H": "header", "d": "data", "F": "form", "b": "cookie", "u": "user", "G": "get", "I": "head",
    "A": "user-agent", "e": "referer", "T": "upload-file", "o": "output", "m": "max-time", "x": "proxy",
    "E": "cert", "w": "write-out", "r": "range", "c": "cookie-jar", "s": "silent", "S": "show-error",
    "k": "insecure", "L": "location", "v": "verbose", "i": "include", "f": "fail", "g": "globoff",
    "O": "remote-name", "N": "no-buffer", "#": "progress-bar", "4": "ipv4", "6": "ipv6", "q": "disable",
    "U": "proxy-user", "K": "config", "n": "netrc", "J": "remote-header-name", "j": "junk-session-cookies",
    "0": "http1.0",
}  # fmt: skip

WITH_VALUE: Final = frozenset({
    "request", "header", "data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json", "form",
    "form-string", "cookie", "user", "url", "user-agent", "referer", "upload-file", "url-query", "output",
    "max-time", "connect-timeout", "proxy", "cert", "key", "cacert", "capath", "write-out", "range", "cookie-jar",
    "proxy-user", "config", "retry", "retry-delay", "resolve", "interface", "limit-rate", "ciphers", "max-redirs",
    "oauth2-bearer", "aws-sigv4", "dump-header", "stderr", "trace", "trace-ascii", "unix-socket", "tls-max",
    "tls13-ciphers", "pinnedpubkey", "connect-to", "expect100-timeout", "request-target", "rate",
})  # fmt: skip

SILENT: Final = frozenset({
    "silent", "show-error", "verbose", "include", "fail", "fail-with-body", "globoff", "progress-bar",
    "no-buffer", "compressed", "path-as-is", "http1.1", "http2", "http2-prior-knowledge", "http3", "http1.0",
    "location", "ipv4", "ipv6", "disable", "output", "write-out", "remote-name", "max-time", "connect-timeout",
    "no-progress-meter", "tlsv1.2", "tlsv1.3", "ssl-no-revoke", "cookie-jar", "junk-session-cookies",
    "dump-header", "max-redirs",
})  # fmt: skip
"""Nothing is lost without them: they change what curl prints, or how it connects."""
