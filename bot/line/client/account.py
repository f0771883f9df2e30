"""Checks the set-up of a LINE account, with advice on what to do next; and sets its rich menu."""

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

from bot.line.client.api import API_TIMEOUT_SECONDS, error_text
from bot.settings import Settings

WEBHOOK_PATH = "/line/webhook"
BLOB_HOST = {"https://api.line.me": "https://api-data.line.me"}  # for uploads; a simulated LINE has one host


@dataclass(frozen=True)
class CheckResult:
    """The result of one check: what was checked, whether it is in order, and what to do if not."""

    subject: str
    ok: bool
    advice: str = ""

    @classmethod
    def of(cls, subject: str, ok: bool, advice: str) -> "CheckResult":
        """`advice` is dropped if the check is ok."""
        return cls(subject, ok, "" if ok else advice)

    def __str__(self) -> str:
        return f"{'ok ' if self.ok else 'FIX'}  {self.subject}" + (f"\n     -> {self.advice}" if self.advice else "")


class Account:
    """The LINE Official Account behind the channel of these settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        token = settings.line_channel_access_token
        self._token = token.get_secret_value() if token else ""
        self._client = AsyncApiClient(Configuration(access_token=self._token, host=settings.line_api_url.rstrip("/")))
        self._api = AsyncMessagingApi(self._client)

    async def close(self) -> None:
        await self._client.close()

    async def check(self) -> AsyncIterator[CheckResult]:
        """Secret, token, webhook and quota. Stops at a failure that makes the remaining checks impossible."""
        secret = self._settings.line_channel_secret is not None
        advice = "set LINE_CHANNEL_SECRET: LINE Developers Console, your channel, Basic settings, Channel secret"
        yield CheckResult.of("channel secret", secret, advice)
        advice = "set LINE_CHANNEL_ACCESS_TOKEN: the same console, Messaging API, Channel access token, Issue"
        yield CheckResult.of("access token", bool(self._token), advice)
        if not (secret and self._token):
            return
        try:
            info = await self._api.get_bot_info(_request_timeout=API_TIMEOUT_SECONDS)
            yield CheckResult(f"LINE knows this channel: {info.display_name} ({info.basic_id})", True)
            async for finding in self._webhook():
                yield finding
            yield await self._quota()
        except ApiException as e:
            advice = "issue a new access token" if e.status in (401, 403) else "try again in a while"
            yield CheckResult(f"LINE answered {e.status}: {error_text(e)}", False, advice)
        except (aiohttp.ClientError, TimeoutError, OSError) as e:
            subject = f"{self._settings.line_api_url} cannot be reached: {e}"
            yield CheckResult(subject, False, "check the network, and LINE_API_URL")

    async def _webhook(self) -> AsyncIterator[CheckResult]:
        expected = self._settings.public_address + WEBHOOK_PATH
        try:
            known = await self._api.get_webhook_endpoint(_request_timeout=API_TIMEOUT_SECONDS)
        except ApiException as e:
            if e.status != 404:
                raise
            yield CheckResult("webhook URL", False, f"the console, Messaging API, Webhook URL: enter {expected}")
            return
        same = known.endpoint == expected
        advice = f"BOT_PUBLIC_URL says {expected}: one of the two is wrong"
        yield CheckResult.of(f"webhook URL {known.endpoint}", same, advice)
        advice = "the console, Messaging API: switch on Use webhook"
        yield CheckResult.of("webhook is switched on", known.active, advice)
        request = TestWebhookEndpointRequest(endpoint=known.endpoint)
        test = await self._api.test_webhook_endpoint(request, _request_timeout=API_TIMEOUT_SECONDS)
        advice = f"{test.reason}: {test.detail}; is the service running, and does its secret belong to this channel?"
        yield CheckResult.of(f"LINE reaches it: HTTP {test.status_code}", bool(test.success), advice)

    async def _quota(self) -> CheckResult:
        quota = await self._api.get_message_quota(_request_timeout=API_TIMEOUT_SECONDS)
        used = await self._api.get_message_quota_consumption(_request_timeout=API_TIMEOUT_SECONDS)
        if quota.value is None:
            return CheckResult(f"pushed messages this month: {used.total_usage}, without a limit", True)
        left = quota.value - used.total_usage
        advice = "replies stay free; pushes and broadcasts wait for next month or a larger plan"
        return CheckResult.of(f"pushed messages this month: {used.total_usage} of {quota.value}", left > 0, advice)

    async def set_menu(self, menu: RichMenuRequest, picture: bytes) -> str:
        """Make this the default rich menu; returns its id. `picture`: PNG. Raises ApiException."""
        created = await self._api.create_rich_menu(menu, _request_timeout=API_TIMEOUT_SECONDS)
        host = self._settings.line_api_url.rstrip("/")
        blob = AsyncApiClient(Configuration(access_token=self._token, host=BLOB_HOST.get(host, host)))
        try:
            headers = {"Content-Type": "image/png"}
            await AsyncMessagingApiBlob(blob).set_rich_menu_image(
                created.rich_menu_id, picture, _request_timeout=API_TIMEOUT_SECONDS, _headers=headers
            )
        finally:
            await blob.close()
        await self._api.set_default_rich_menu(created.rich_menu_id, _request_timeout=API_TIMEOUT_SECONDS)
        return str(created.rich_menu_id)


def menu_from(file: Path) -> RichMenuRequest:
    """A rich menu from a JSON file in LINE's own format. Raises ValueError if it is not one."""
    return RichMenuRequest.from_json(file.read_text(encoding="utf-8"))
