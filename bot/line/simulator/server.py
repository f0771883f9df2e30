"""A simulated LINE: an HTTP server with LINE's Messaging API, and the phones that send it webhook events.

For tests, and for trying out the desk without an account (`python -m bot line simulate`). It validates every call as
LINE does, and a test can make it fail in every way in which LINE fails.
"""

import asyncio
import json
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from linebot.v3.messaging import models

from bot.line.inbound.signature import SIGNATURE_HEADER, sign
from bot.line.simulator.checks import Refusal, check, picture_size
from bot.line.simulator.limits import MAX_MENU_PICTURE_BYTES, REPLY_TOKEN_SECONDS

REPLY, PUSH, MULTICAST = (f"/v2/bot/message/{name}" for name in ("reply", "push", "multicast"))
LOADING = "/v2/bot/chat/loading/start"


@dataclass(frozen=True)
class Call:
    """An accepted call. `to`: the chat of the reply token, or the recipients."""

    kind: str
    to: list[str]
    messages: list[dict[str, Any]]
    token: str = ""


@dataclass
class Failure:
    """How a call fails. `status` 0 closes the connection; `accepted`: the message is delivered nevertheless."""

    status: int
    message: str = ""
    accepted: bool = False
    seconds: float = 0


@dataclass
class LineSimulator:
    """`sent` records all accepted calls; `quota` and `used` count pushed messages; `webhook` is the desk's address."""

    secret: str = "s" * 32
    token: str = "access-token"
    now: Callable[[], float] = time.time
    quota: int = 200
    used: int = 0
    webhook: str = ""
    sent: list[Call] = field(default_factory=list)
    loading: list[str] = field(default_factory=list)
    menus: dict[str, Any] = field(default_factory=dict)
    default_menu: str | None = None
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)  # reply token -> chat, and when it was issued
    _retry_keys: set[str] = field(default_factory=set)
    _failures: dict[str, list[Failure]] = field(default_factory=lambda: defaultdict(list))

    # The phones ------------------------------------------------------------------------------------------------------

    def event(
        self, kind: str, user: str, *, group: str | None = None, token: bool = True, **more: Any
    ) -> dict[str, Any]:
        """A webhook event of a user, in `group` if given. `more`: properties such as message=… or postback=…"""
        source = {"type": "group", "groupId": group, "userId": user} if group else {"type": "user", "userId": user}
        made: dict[str, Any] = {"type": kind, "mode": "active", "timestamp": int(self.now() * 1000), "source": source}
        made |= {"webhookEventId": uuid.uuid4().hex, "deliveryContext": {"isRedelivery": False}}
        if token:
            reply_token = uuid.uuid4().hex
            self.issue_token(reply_token, group or user)
            made["replyToken"] = reply_token
        return made | more

    def text(self, user: str, text: str, **more: Any) -> dict[str, Any]:
        return self.event("message", user, message={"id": uuid.uuid4().hex, "type": "text", "text": text}, **more)

    def issue_token(self, token: str, chat: str) -> None:
        """Issue a reply token, or renew it, as LINE does for a redelivery."""
        self._tokens[token] = chat, self.now()

    def signed(self, *events: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a webhook call."""
        body = json.dumps({"destination": "U" + "0" * 32, "events": events}, ensure_ascii=False).encode()
        return body, {SIGNATURE_HEADER: sign(self.secret, body), "Content-Type": "application/json"}

    async def post(self, url: str, *events: Mapping[str, Any]) -> int:
        """Call the webhook; returns the HTTP status. Raises aiohttp's errors if nothing answers."""
        body, headers = self.signed(*events)
        async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as response:
            return response.status

    def messages_to(self, chat: str) -> list[dict[str, Any]]:
        """All messages that a chat has received, in order."""
        return [message for call in self.sent if chat in call.to for message in call.messages]

    # Failures --------------------------------------------------------------------------------------------------------

    def fail(self, path: str, *failures: Failure) -> None:
        """The next calls of this path fail in these ways, one after the other."""
        self._failures[path] += failures

    # The Messaging API -----------------------------------------------------------------------------------------------

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=2**22)
        app.router.add_post(REPLY, self._reply)
        app.router.add_post(PUSH, self._push)
        app.router.add_post(MULTICAST, self._multicast)
        app.router.add_post(LOADING, self._loading)
        app.router.add_get("/v2/bot/info", self._info)
        app.router.add_get("/v2/bot/message/quota", self._quota)
        app.router.add_get("/v2/bot/message/quota/consumption", self._consumption)
        app.router.add_get("/v2/bot/channel/webhook/endpoint", self._endpoint)
        app.router.add_post("/v2/bot/channel/webhook/test", self._test_endpoint)
        app.router.add_post("/v2/bot/richmenu", self._menu)
        app.router.add_post("/v2/bot/richmenu/{menu}/content", self._menu_picture)
        app.router.add_post("/v2/bot/user/all/richmenu/{menu}", self._default_menu)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return refusal(401, "Authentication failed due to the following reason: invalid token.")
        failure = self._failures[request.path].pop(0) if self._failures[request.path] else None
        if failure is None or failure.accepted:
            done = await self._response(request, handler)
            if failure is None:
                return done
        await asyncio.sleep(failure.seconds)
        if failure.status == 0:
            if request.transport:
                request.transport.abort()
            return web.Response()
        return refusal(failure.status, failure.message)

    async def _response(self, request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            done: web.StreamResponse = await handler(request)
        except Refusal as refused:
            done = web.json_response(refused.body, status=refused.status)
        except ValueError:
            done = refusal(400, "The request body could not be parsed as JSON")
        done.headers["X-Line-Request-Id"] = uuid.uuid4().hex
        return done

    def _accept(self, call: Call) -> web.Response:
        self.sent.append(call)
        return web.json_response({"sentMessages": [{"id": str(i)} for i in range(len(call.messages))]})

    async def _reply(self, request: web.Request) -> web.Response:
        body = await request.json()
        if "X-Line-Retry-Key" in request.headers:
            return refusal(400, "The retry key is not supported.")
        check(models.ReplyMessageRequest, body)
        chat, given = self._tokens.get(body.get("replyToken", ""), ("", 0.0))
        if not chat or self.now() - given > REPLY_TOKEN_SECONDS:
            return refusal(400, "Invalid reply token")
        del self._tokens[body["replyToken"]]
        return self._accept(Call("reply", [chat], body["messages"], body["replyToken"]))

    async def _push(self, request: web.Request) -> web.Response:
        body = await request.json()
        check(models.PushMessageRequest, body)
        return self._counted(request, Call("push", [body["to"]], body["messages"]))

    async def _multicast(self, request: web.Request) -> web.Response:
        body = await request.json()
        check(models.MulticastRequest, body)
        return self._counted(request, Call("multicast", body["to"], body["messages"]))

    def _counted(self, request: web.Request, call: Call) -> web.Response:
        """A call that has a retry key and counts against the month's quota."""
        given = request.headers.get("X-Line-Retry-Key")
        key = str(uuid.UUID(given)) if given else None
        if key in self._retry_keys:
            return refusal(409, "The retry key is already accepted")
        if self.used + len(call.to) > self.quota:
            return refusal(429, "You have reached your monthly limit.")
        self.used += len(call.to)
        if key:
            self._retry_keys.add(key)
        return self._accept(call)

    async def _loading(self, request: web.Request) -> web.Response:
        body = await request.json()
        check(models.ShowLoadingAnimationRequest, body)
        self.loading.append(body["chatId"])
        return web.json_response({}, status=202)

    async def _info(self, request: web.Request) -> web.Response:
        known = {"userId": "U" + "0" * 32, "basicId": "@desk", "displayName": "Press desk"}
        return web.json_response(known | {"chatMode": "bot", "markAsReadMode": "auto"})

    async def _quota(self, request: web.Request) -> web.Response:
        return web.json_response({"type": "limited", "value": self.quota})

    async def _consumption(self, request: web.Request) -> web.Response:
        return web.json_response({"totalUsage": self.used})

    async def _endpoint(self, request: web.Request) -> web.Response:
        if not self.webhook:
            return refusal(404, "Webhook endpoint not found")
        return web.json_response({"endpoint": self.webhook, "active": True})

    async def _test_endpoint(self, request: web.Request) -> web.Response:
        """LINE calls the webhook with a signed body without events."""
        try:
            status = await self.post(self.webhook)
        except aiohttp.ClientError:
            status = 0
        fine = status == 200
        said = {"success": fine, "timestamp": "2030-01-01T00:00:00Z", "statusCode": status}
        return web.json_response(said | {"reason": "OK" if fine else "ERROR_STATUS_CODE", "detail": str(status)})

    async def _menu(self, request: web.Request) -> web.Response:
        name = f"richmenu-{uuid.uuid4().hex}"
        menu = await request.json()
        check(models.RichMenuRequest, menu)
        self.menus[name] = menu
        return web.json_response({"richMenuId": name})

    async def _menu_picture(self, request: web.Request) -> web.Response:
        picture, menu = await request.read(), self.menus[request.match_info["menu"]]
        wanted = menu["size"]["width"], menu["size"]["height"]
        if picture_size(picture, request.content_type) != wanted or len(picture) > MAX_MENU_PICTURE_BYTES:
            return refusal(400, "The image is invalid")
        menu["picture"] = len(picture)
        return web.json_response({})

    async def _default_menu(self, request: web.Request) -> web.Response:
        self.default_menu = request.match_info["menu"]
        return web.json_response({})


def refusal(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)
