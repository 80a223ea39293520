"""How the person's network is crossed: proxy and patience of the settings, the proxy's password in the keychain."""

from __future__ import annotations

from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.settings import Settings, checked_network
from xena_desktop.network.way import Proxy, Way
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.settings import SettingsStore


class Networks:
    """The way of every request, by the settings as they are now."""

    def __init__(self, *, settings: SettingsStore, secrets: Secrets) -> None:
        self._settings = settings
        self._secrets = secrets
        self._password: Secret | None = None

    async def way(self) -> Way:
        """The way to other computers now; raises KeychainError where the proxy's password cannot be read."""
        settings = self._settings.settings
        return Way(
            proxy=await self._proxy(settings) if settings.proxy == "manual" else None,
            follows_system=settings.proxy == "system",
            connect_seconds=settings.connect_seconds,
            answer_seconds=settings.answer_seconds,
        )

    async def choose(self, settings: Settings, *, password: Secret | None = None) -> None:
        """Go by ``settings`` from now on; without a ``password`` the one that is kept stays, if the user does.

        Raises SettingInvalid, KeychainError and FileUnreadable.
        """
        chosen = checked_network(settings)
        if password is not None:
            await self._secrets.keep_proxy_password(password)
        elif chosen.proxy_user != self._settings.settings.proxy_user:
            await self._secrets.forget_proxy_password()
        self._password = None
        await self._settings.save(chosen)

    async def has_password(self) -> bool:
        """Whether a password for the proxy is kept; raises KeychainError."""
        return await self._secrets.proxy_password() is not None

    async def _proxy(self, settings: Settings) -> Proxy:
        if settings.proxy_user and self._password is None:
            self._password = await self._secrets.proxy_password()
        return Proxy(
            host=settings.proxy_host,
            port=settings.proxy_port,
            user=settings.proxy_user,
            password=self._password,
        )
