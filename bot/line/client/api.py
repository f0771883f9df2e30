"""Calls to LINE's Messaging API.

A failed call does not raise: it returns a SendResult, which says whether it may be retried. The SDK validates every
message against LINE's own models before it is sent.
"""

import json
import logging
from collections.abc import Awaitable, Sequence
from enum import Enum
from typing import Any

import aiohttp
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    Message,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
)

log = logging.getLogger(__name__)
API_TIMEOUT_SECONDS = 10  # the SDK's default is five minutes
LOADING_SECONDS = 20  # LINE requires a multiple of five


class SendResult(Enum):
    """The result of one call."""

    SENT = "sent"
    UNSURE = "unsure"  # no answer, or a 5xx: it may have arrived
    BUSY = "busy"  # rate limit: it has not arrived, retry later
    TOKEN_USED = "token used"  # the reply token was used before, or has expired
    QUOTA = "quota"  # the month's messages are used up
    DENIED = "denied"  # wrong access token: every call fails until the setting is corrected
    REFUSED = "refused"  # LINE does not accept this message or recipient: a retry fails in the same way


def result_of(error: ApiException) -> SendResult:
    message = error_text(error).lower()
    if error.status == 409:
        return SendResult.SENT  # LINE has already accepted this retry key
    if error.status == 400:
        return SendResult.TOKEN_USED if "invalid reply token" in message else SendResult.REFUSED
    if error.status in (401, 403):
        return SendResult.DENIED
    if error.status == 429:
        return SendResult.QUOTA if "monthly limit" in message else SendResult.BUSY
    return SendResult.UNSURE if not error.status or error.status >= 500 else SendResult.REFUSED


def error_text(error: ApiException) -> str:
    """LINE's message and the properties that were wrong. It never quotes what was sent."""
    try:
        body = json.loads(error.body or "{}")
    except ValueError:
        return str(error.reason)
    details = [f"{each.get('property')}: {each.get('message')}" for each in body.get("details") or []]
    return "; ".join([str(body.get("message")), *details])


class LineApi:
    def __init__(self, token: str, url: str) -> None:
        """`token`: the channel access token; `url`: of the API, without a path."""
        self._client = AsyncApiClient(Configuration(access_token=token, host=url.rstrip("/")))
        self.sdk = AsyncMessagingApi(self._client)

    async def close(self) -> None:
        await self._client.close()

    async def _call(self, name: str, call: Awaitable[Any]) -> SendResult:
        try:
            await call
        except ApiException as e:
            result = result_of(e)
            if result is not SendResult.SENT:
                log.warning("LINE, %s: %s %s", name, e.status, error_text(e))
            return result
        except (aiohttp.ClientError, TimeoutError, OSError) as e:
            log.warning("LINE, %s: %s", name, type(e).__name__)
            return SendResult.UNSURE
        return SendResult.SENT

    async def reply(self, token: str, messages: Sequence[dict[str, Any]]) -> SendResult:
        """`token`: a reply token, which works once and for about a minute. It takes no retry key."""
        request = ReplyMessageRequest(replyToken=token, messages=[Message.from_dict(each) for each in messages])
        return await self._call("reply", self.sdk.reply_message(request, _request_timeout=API_TIMEOUT_SECONDS))

    async def push(self, to: str, messages: Sequence[dict[str, Any]], retry_key: str) -> SendResult:
        """`to`: a user, group or room. LINE delivers one retry key (a UUID) once within 24 hours."""
        request = PushMessageRequest(to=to, messages=[Message.from_dict(each) for each in messages])
        return await self._call("push", self.sdk.push_message(request, retry_key, _request_timeout=API_TIMEOUT_SECONDS))

    async def multicast(self, to: Sequence[str], messages: Sequence[dict[str, Any]], retry_key: str) -> SendResult:
        """`to`: at most MAX_RECIPIENTS users. The retry key as for `push`."""
        request = MulticastRequest(to=list(to), messages=[Message.from_dict(each) for each in messages])
        return await self._call(
            "multicast", self.sdk.multicast(request, retry_key, _request_timeout=API_TIMEOUT_SECONDS)
        )

    async def loading(self, user: str) -> SendResult:
        """Show the loading animation, in a one-to-one chat."""
        request = ShowLoadingAnimationRequest(chatId=user, loadingSeconds=LOADING_SECONDS)
        call = self.sdk.show_loading_animation(request, _request_timeout=API_TIMEOUT_SECONDS)
        return await self._call("loading", call)
