"""LINE's Messaging API, with what came of each call told apart: whether it may be tried again, and whether it can have
arrived all the same. The SDK checks every message against LINE's own models before it leaves."""

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
SECONDS = 10  # for one call; the SDK's own time-out is five minutes
LOADING_SECONDS = 20  # a multiple of five, as LINE wants it
MOST_RECIPIENTS = 500  # of one multicast


class Sent(Enum):
    """What came of a call."""

    YES = "yes"
    UNSURE = "unsure"  # no answer, or a 5xx: it may have arrived
    BUSY = "busy"  # too many calls: it has not arrived, try again later
    USED = "used"  # the reply token was used, or is too old
    QUOTA = "quota"  # the month's messages are used up
    DENIED = "denied"  # the access token is wrong: nothing will be sent until somebody mends that
    REFUSED = "refused"  # the message itself: trying again is of no use


def outcome(error: ApiException) -> Sent:
    said = message_of(error).lower()
    if error.status == 409:
        return Sent.YES  # this retry key has been through
    if error.status == 400:
        return Sent.USED if "invalid reply token" in said else Sent.REFUSED
    if error.status in (401, 403):
        return Sent.DENIED
    if error.status == 429:
        return Sent.QUOTA if "monthly limit" in said else Sent.BUSY
    return Sent.UNSURE if not error.status or error.status >= 500 else Sent.REFUSED


def message_of(error: ApiException) -> str:
    """What LINE says of it: which property was wrong, never a message's text."""
    try:
        body = json.loads(error.body or "{}")
    except ValueError:
        return str(error.reason)
    details = [f"{each.get('property')}: {each.get('message')}" for each in body.get("details") or []]
    return "; ".join([str(body.get("message")), *details])


class LineApi:
    def __init__(self, token: str, url: str) -> None:
        self._client = AsyncApiClient(Configuration(access_token=token, host=url.rstrip("/")))
        self.sdk = AsyncMessagingApi(self._client)

    async def close(self) -> None:
        await self._client.close()

    async def _call(self, what: str, call: Awaitable[Any]) -> Sent:
        try:
            await call
        except ApiException as e:
            found = outcome(e)
            if found is not Sent.YES:
                log.warning("LINE, %s: %s %s", what, e.status, message_of(e))
            return found
        except (aiohttp.ClientError, TimeoutError, OSError) as e:
            log.warning("LINE, %s: %s", what, type(e).__name__)
            return Sent.UNSURE
        return Sent.YES

    async def reply(self, token: str, messages: Sequence[dict[str, Any]]) -> Sent:
        request = ReplyMessageRequest(replyToken=token, messages=[Message.from_dict(each) for each in messages])
        return await self._call("reply", self.sdk.reply_message(request, _request_timeout=SECONDS))

    async def push(self, to: str, messages: Sequence[dict[str, Any]], retry_key: str) -> Sent:
        request = PushMessageRequest(to=to, messages=[Message.from_dict(each) for each in messages])
        return await self._call("push", self.sdk.push_message(request, retry_key, _request_timeout=SECONDS))

    async def multicast(self, to: Sequence[str], messages: Sequence[dict[str, Any]], retry_key: str) -> Sent:
        """At most MOST_RECIPIENTS at once."""
        request = MulticastRequest(to=list(to), messages=[Message.from_dict(each) for each in messages])
        return await self._call("multicast", self.sdk.multicast(request, retry_key, _request_timeout=SECONDS))

    async def loading(self, user: str) -> Sent:
        """Show that an answer is being looked for, in a one-to-one chat."""
        request = ShowLoadingAnimationRequest(chatId=user, loadingSeconds=LOADING_SECONDS)
        return await self._call("loading", self.sdk.show_loading_animation(request, _request_timeout=SECONDS))
