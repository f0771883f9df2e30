"""Looks whether a LINE account is set up, and sets up its menu. What it finds, it says with what to do next."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    RichMenuRequest,
    TestWebhookEndpointRequest,
)

from bot.line.client.api import SECONDS, message_of
from bot.settings import Settings

WEBHOOK = "/line/webhook"
BLOB_HOST = {"https://api.line.me": "https://api-data.line.me"}  # where pictures go; the same address for any other API


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is in order, and what to do where it is not."""

    what: str
    fine: bool
    advice: str = ""

    @classmethod
    def of(cls, what: str, fine: bool, advice: str) -> "Finding":
        """`advice` is for where it is not fine."""
        return cls(what, fine, "" if fine else advice)

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'MEND'}  {self.what}" + (f"\n      -> {self.advice}" if self.advice else "")


class Account:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        token = settings.line_channel_access_token
        self._token = token.get_secret_value() if token else ""
        self._client = AsyncApiClient(Configuration(access_token=self._token, host=settings.line_api_url.rstrip("/")))
        self._api = AsyncMessagingApi(self._client)

    async def close(self) -> None:
        await self._client.close()

    async def check(self) -> AsyncIterator[Finding]:
        """Secret, token, webhook and quota, in the order in which they must work. Ends at the first that is in the way
        of the next."""
        secret = self._settings.line_channel_secret is not None
        advice = "set LINE_CHANNEL_SECRET: LINE Developers Console, your channel, Basic settings, Channel secret"
        yield Finding.of("channel secret", secret, advice)
        advice = "set LINE_CHANNEL_ACCESS_TOKEN: the same console, Messaging API, Channel access token, Issue"
        yield Finding.of("access token", bool(self._token), advice)
        if not (secret and self._token):
            return
        try:
            info = await self._api.get_bot_info(_request_timeout=SECONDS)
            yield Finding(f"LINE knows this channel: {info.display_name} ({info.basic_id})", True)
            async for finding in self._webhook():
                yield finding
            yield await self._quota()
        except ApiException as e:
            advice = "issue a new access token" if e.status in (401, 403) else "try again in a while"
            yield Finding(f"LINE answered {e.status}: {message_of(e)}", False, advice)
        except (aiohttp.ClientError, TimeoutError, OSError) as e:
            what = f"{self._settings.line_api_url} cannot be reached: {e}"
            yield Finding(what, False, "look at the network, and at LINE_API_URL")

    async def _webhook(self) -> AsyncIterator[Finding]:
        wanted = self._settings.public_address + WEBHOOK
        try:
            known = await self._api.get_webhook_endpoint(_request_timeout=SECONDS)
        except ApiException as e:
            if e.status != 404:
                raise
            yield Finding("webhook URL", False, f"the console, Messaging API, Webhook URL: enter {wanted}")
            return
        same = known.endpoint == wanted
        advice = f"BOT_PUBLIC_URL says {wanted}: one of the two is wrong"
        yield Finding.of(f"webhook URL {known.endpoint}", same, advice)
        advice = "the console, Messaging API: switch on Use webhook"
        yield Finding.of("webhook is used", known.active, advice)
        request = TestWebhookEndpointRequest(endpoint=known.endpoint)
        tried = await self._api.test_webhook_endpoint(request, _request_timeout=SECONDS)
        advice = f"{tried.reason}: {tried.detail}; is the service running, and does its secret belong to this channel?"
        yield Finding.of(f"LINE reaches it: HTTP {tried.status_code}", bool(tried.success), advice)

    async def _quota(self) -> Finding:
        quota = await self._api.get_message_quota(_request_timeout=SECONDS)
        used = await self._api.get_message_quota_consumption(_request_timeout=SECONDS)
        if quota.value is None:
            return Finding(f"pushed messages this month: {used.total_usage}, without a limit", True)
        left = quota.value - used.total_usage
        advice = "replies stay free; pushes and broadcasts wait for next month or a larger plan"
        return Finding.of(f"pushed messages this month: {used.total_usage} of {quota.value}", left > 0, advice)

    async def set_menu(self, menu: RichMenuRequest, picture: bytes) -> str:
        """Make this the menu that everybody sees; its id."""
        made = await self._api.create_rich_menu(menu, _request_timeout=SECONDS)
        host = self._settings.line_api_url.rstrip("/")
        blob = AsyncApiClient(Configuration(access_token=self._token, host=BLOB_HOST.get(host, host)))
        try:
            headers = {"Content-Type": "image/png"}
            await AsyncMessagingApiBlob(blob).set_rich_menu_image(
                made.rich_menu_id, picture, _request_timeout=SECONDS, _headers=headers
            )
        finally:
            await blob.close()
        await self._api.set_default_rich_menu(made.rich_menu_id, _request_timeout=SECONDS)
        return str(made.rich_menu_id)


def menu_from(file: Path) -> RichMenuRequest:
    """A rich menu as LINE's documents give it, as JSON. ValueError where it is none."""
    return RichMenuRequest.from_json(file.read_text(encoding="utf-8"))
