"""The request as Authlib's server classes want to see it."""

# Authlib ships no types:
# mypy: disallow-subclassing-any=False, disable-error-code="import-untyped"

from collections import defaultdict
from collections.abc import Mapping

from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request


class Payload(OAuth2Payload):
    """The parameters of a request, each with all its values in order."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self._values = values

    @property
    def data(self) -> dict[str, str]:
        """The first value of each parameter."""
        return {name: values[0] for name, values in self._values.items() if values}

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        """Every value of each parameter."""
        return defaultdict(list, self._values)


class EndpointRequest(OAuth2Request):
    """A request to an OAuth endpoint, free of Flask, so that one can be kept while a person signs in."""

    def __init__(
        self, method: str, *, uri: str, values: Mapping[str, list[str]], headers: Mapping[str, str]
    ) -> None:
        super().__init__(method, uri, headers=dict(headers))
        self.payload: Payload = Payload(values)

    @property
    def args(self) -> dict[str, str]:
        """The parameters, wherever they stood."""
        return self.payload.data

    @property
    def form(self) -> dict[str, str]:
        """The parameters, wherever they stood."""
        return self.payload.data
