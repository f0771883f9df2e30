"""LINE's API and a person's phone, played on this machine: for tests, benchmarks, and to try the desk without LINE.

`FakeLine` is api.line.me and api-data.line.me on one address. `Phone` makes what a person's phone would bring about.
`python -m bot.line.fake --port 8090 --secret S --token T --record FILE` runs it as a process of its own. A reply token
is signed with the channel's secret, so tokens of a phone in another process are good here.
"""

import argparse
import asyncio
import fnmatch
import hashlib
import hmac
import json
import os
import secrets
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from linebot.v3.messaging import models

from bot.clock import Clock, system_clock
from bot.line.fake_checks import USER, Json, Refusal, check, picture_size, units
from bot.line.signature import HEADER, sign

MESSAGE = "/v2/bot/message"
REPLY, PUSH, MULTICAST, BROADCAST = (f"{MESSAGE}/{kind}" for kind in ("reply", "push", "multicast", "broadcast"))
LOADING = "/v2/bot/chat/loading/start"
INFO, PROFILE = "/v2/bot/info", "/v2/bot/profile/{user}"
QUOTA, CONSUMPTION = f"{MESSAGE}/quota", f"{MESSAGE}/quota/consumption"
WEBHOOK, WEBHOOK_TEST = "/v2/bot/channel/webhook/endpoint", "/v2/bot/channel/webhook/test"
MENUS, MENU, MENU_LIST = "/v2/bot/richmenu", "/v2/bot/richmenu/{menu}", "/v2/bot/richmenu/list"
MENU_PICTURE = "/v2/bot/richmenu/{menu}/content"
DEFAULT_MENU, SET_DEFAULT_MENU = "/v2/bot/user/all/richmenu", "/v2/bot/user/all/richmenu/{menu}"

SENDING = {
    REPLY: models.ReplyMessageRequest,
    PUSH: models.PushMessageRequest,
    MULTICAST: models.MulticastRequest,
    BROADCAST: models.BroadcastRequest,
}
RETRY_KEY, ACCEPTED = "X-Line-Retry-Key", "x-line-accepted-request-id"
RATE = "The API rate limit has been exceeded. Try again later."
MONTH = "You have reached your monthly limit."
UNAUTHORIZED = (
    "Authentication failed due to the following reason: invalid token. "
    "Confirm that the access token in the authorization header is valid."
)
SAID = {401: UNAUTHORIZED, 404: "Not found", 429: RATE, 500: "Internal Server Error"}
TOKEN_SECONDS = 60
REDELIVERY = timedelta(minutes=20)  # for which an event's redelivery brings a token that is good
KEY_LIFE = timedelta(hours=24)
BODY = 2 * 1024 * 1024  # bytes of JSON
PICTURE = 1024 * 1024  # bytes
PICTURES = ("image/png", "image/jpeg")
DESTINATION = "U" + 32 * "b"  # this channel's own user id
REQUEST_ID = web.RequestKey("line_request_id", str)


def milliseconds(when: datetime) -> int:
    return round(when.timestamp() * 1000)


def new_user() -> str:
    return "U" + secrets.token_hex(16)


def ulid(when: datetime) -> str:
    """26 characters of Crockford's base 32: 48 bits of milliseconds, 80 of chance."""
    number = milliseconds(when) << 80 | secrets.randbits(80)
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> 5 * place & 31] for place in reversed(range(26)))


def reply_token(secret: str, when: datetime, event: str) -> str:
    """32 hexadecimal digits: when it was given out, for which event, signed."""
    said = milliseconds(when).to_bytes(6) + hashlib.sha256(event.encode()).digest()[:5]
    return (said + hmac.digest(secret.encode(), said, "sha256")[:5]).hex()


def read_token(secret: str, token: str) -> tuple[int, str] | None:
    """Milliseconds at which it was given out, and what stands for its event; None for no token of this channel."""
    try:
        raw = bytes.fromhex(token)
    except ValueError:
        return None
    genuine = len(raw) == 16 and hmac.compare_digest(raw[11:], hmac.digest(secret.encode(), raw[:11], "sha256")[:5])
    return (int.from_bytes(raw[:6]), raw[6:11].hex()) if genuine else None


def signed(secret: str, events: Sequence[Json], destination: str = DESTINATION) -> tuple[bytes, dict[str, str]]:
    """A webhook's body and headers. Without events it is what the console's Verify sends."""
    body = json.dumps({"destination": destination, "events": events}, ensure_ascii=False).encode()
    return body, {HEADER: sign(secret, body), "Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Sent:
    """A call to reply, push, multicast or broadcast, with what was answered: `status` 200 is accepted, even where the
    answer was then kept back; 0 is a connection that was closed before anything was looked at."""

    kind: str
    to: tuple[str, ...]  # nobody for a reply
    token: str | None
    messages: list[Json]
    retry_key: str | None
    status: int
    when: datetime
    request_id: str

    @property
    def texts(self) -> list[str]:
        """What each message says; of a Flex message its alternative text."""
        return [str(each.get("text") or each.get("altText") or "") for each in self.messages]

    @property
    def quick_replies(self) -> list[str]:
        """The labels that LINE shows: those of the last message only."""
        items = self.messages[-1].get("quickReply", {}).get("items", []) if self.messages else []
        return [item["action"]["label"] for item in items]

    def line(self) -> bytes:
        return json.dumps(asdict(self) | {"when": self.when.isoformat()}).encode() + b"\n"


@dataclass
class Trouble:
    """What goes wrong with the next `times` calls to a path, for ever where that is None; `after` they took effect."""

    path: str  # with wildcards
    times: int | None
    after: bool
    status: int = 0
    message: str = ""
    seconds: float = 0
    drop: bool = False


class Phone:
    """Makes the events of one person, or of one in a group or a room, as LINE's webhook brings them.

    `mode` and `source` may be changed at any time. A standby channel gets no reply token.
    """

    def __init__(self, secret: str, source: Json, clock: Clock = system_clock, destination: str = DESTINATION) -> None:
        self.source = source
        self.mode = "active"
        self._secret, self._clock, self._destination = secret, clock, destination

    def event(self, kind: str, answerable: bool = True, **fields: Any) -> Json:
        """An event of any type, of such as LINE has not thought of yet too."""
        now = self._clock()
        made: Json = {"type": kind, "mode": self.mode, "timestamp": milliseconds(now), "source": self.source}
        made |= {"webhookEventId": ulid(now), "deliveryContext": {"isRedelivery": False}} | fields
        if answerable and self.mode == "active":
            made["replyToken"] = reply_token(self._secret, now, made["webhookEventId"])
        return made

    def again(self, event: Json) -> Json:
        """Its redelivery, with a token that is good again: unless the event was replied to, or is 20 minutes old."""
        now, found = self._clock(), event | {"deliveryContext": {"isRedelivery": True}}
        old = milliseconds(now) - event["timestamp"] > REDELIVERY / timedelta(milliseconds=1)
        if "replyToken" in event and not old:
            found["replyToken"] = reply_token(self._secret, now, event["webhookEventId"])
        return found

    def message(self, kind: str, **fields: Any) -> Json:
        quotable = {"quoteToken": secrets.token_urlsafe(24)} if kind in ("text", "sticker", "image", "video") else {}
        said = {"id": str(secrets.randbelow(10**18) + 10**17), "type": kind} | quotable | fields
        return self.event("message", message=said)

    def text(self, content: str, mentions: Mapping[str, bool | None] | None = None, **fields: Any) -> Json:
        """`mentions`: the words of each, with whether they name this channel; None for everybody."""
        if mentions:
            fields["mention"] = {"mentionees": [self._mentionee(content, *each) for each in mentions.items()]}
        return self.message("text", text=content, **fields)

    def _mentionee(self, content: str, words: str, ours: bool | None) -> Json:
        """Counted in UTF-16 code units, as LINE does."""
        where: Json = {"index": units(content[: content.index(words)]), "length": units(words)}
        if ours is None:
            return where | {"type": "all"}
        return where | {"type": "user", "userId": self._destination if ours else new_user(), "isSelf": ours}

    def sticker(self, package: str = "789", sticker: str = "10855", keywords: Sequence[str] = ("สวัสดี",)) -> Json:
        named = {"packageId": package, "stickerId": sticker, "stickerResourceType": "STATIC"}
        return self.message("sticker", **named, keywords=list(keywords))

    def image(self, number: int = 1, total: int = 1) -> Json:
        several = {"imageSet": {"id": secrets.token_hex(16).upper(), "index": number, "total": total}}
        return self.message("image", contentProvider={"type": "line"}, **(several if total > 1 else {}))

    def video(self, milliseconds: int = 42_000) -> Json:
        return self.message("video", duration=milliseconds, contentProvider={"type": "line"})

    def audio(self, milliseconds: int = 7_500) -> Json:
        return self.message("audio", duration=milliseconds, contentProvider={"type": "line"})

    def file(self, name: str = "คำถามสื่อมวลชน.pdf", size: int = 48_213) -> Json:
        return self.message("file", fileName=name, fileSize=size)

    def location(self, title: str = "ศูนย์ข่าว", latitude: float = 18.7883, longitude: float = 98.9853) -> Json:
        return self.message("location", title=title, address="เชียงใหม่", latitude=latitude, longitude=longitude)

    def follow(self, unblocked: bool = False) -> Json:
        return self.event("follow", follow={"isUnblocked": unblocked})

    def unfollow(self) -> Json:
        return self.event("unfollow", answerable=False)

    def join(self) -> Json:
        return self.event("join")

    def leave(self) -> Json:
        return self.event("leave", answerable=False)

    def member_joined(self, *users: str) -> Json:
        return self.event("memberJoined", joined={"members": [{"type": "user", "userId": each} for each in users]})

    def member_left(self, *users: str) -> Json:
        members = [{"type": "user", "userId": each} for each in users]
        return self.event("memberLeft", answerable=False, left={"members": members})

    def postback(self, data: str, **params: str) -> Json:
        return self.event("postback", postback={"data": data} | ({"params": params} if params else {}))

    def unsend(self, message: Json) -> Json:
        """Takes back the message of an event."""
        return self.event("unsend", answerable=False, unsend={"messageId": message["message"]["id"]})

    def video_played(self, tracking: str = "opening-film") -> Json:
        return self.event("videoPlayComplete", videoPlayComplete={"trackingId": tracking})

    def beacon(self, kind: str = "enter") -> Json:
        return self.event("beacon", beacon={"hwid": secrets.token_hex(5), "type": kind})

    def account_link(self, nonce: str = "ticket-0007", fine: bool = True) -> Json:
        return self.event("accountLink", answerable=fine, link={"result": "ok" if fine else "failed", "nonce": nonce})

    def things(self, kind: str = "link") -> Json:
        """Of a device; the SDK has no model for it any more."""
        return self.event("things", things={"deviceId": "t" + secrets.token_hex(8), "type": kind})


@dataclass
class Menu:
    asked: Json
    picture: bytes = b""
    kind: str = ""


@dataclass
class FakeLine:
    """Plays LINE: give `app()` to a server, and read `sent`. Whatever is public may be changed at any time."""

    secret: str = "secret-of-a-channel"
    token: str = "token-of-a-channel"
    clock: Clock = system_clock
    token_seconds: float = TOKEN_SECONDS
    quota: int | None = None  # messages a month; None: no limit
    used: int = 0  # of the quota
    rate_limited: bool = False  # every call is answered 429 while it is
    webhook: str | None = None
    webhook_active: bool = True
    webhook_seconds: float = 10
    record: Path | None = None  # JSON lines, one for each accepted message call, on disk before the answer goes out
    people: dict[str, str] = field(default_factory=dict)  # user id -> name: who gets a broadcast and has a profile
    members: dict[str, int] = field(default_factory=dict)  # group or room -> recipients of a push to it; 1 if not named
    sent: list[Sent] = field(default_factory=list)  # all message calls, refused ones too
    loadings: list[tuple[str, int]] = field(default_factory=list)  # chat and seconds of each loading animation
    menus: dict[str, Menu] = field(default_factory=dict)
    default_menu: str | None = None

    def __post_init__(self) -> None:
        self._troubles: list[Trouble] = []
        self._used_tokens: set[str] = set()
        self._keys: dict[str, tuple[datetime, str, Json]] = {}  # when, request id, what was answered
        self._message_number = 560_000_000_000_000_000
        self._disk = asyncio.Lock()
        self._closing = asyncio.Event()

    # What a test asks and tells.

    @property
    def accepted(self) -> list[Sent]:
        return [each for each in self.sent if each.status == 200]

    def phone(self, user: str | None = None, *, group: str | None = None, room: str | None = None) -> Phone:
        """The phone of a person who follows this channel; somebody new where none is named."""
        user = user or new_user()
        self.people.setdefault(user, "ผู้สื่อข่าวทดสอบ")
        place = {"groupId": group} if group else {"roomId": room} if room else {}
        kind = "group" if group else "room" if room else "user"
        return Phone(self.secret, {"type": kind, **place, "userId": user}, self.clock)

    def signed(self, *events: Json) -> tuple[bytes, dict[str, str]]:
        return signed(self.secret, events)

    async def deliver(self, *events: Json) -> int:
        """POST the events to `webhook`, as LINE does: the status of the answer, 0 where there was none in time."""
        status, _, _ = await self._call_webhook(self.webhook or "", events)
        return status

    def fail(
        self, path: str = "*", status: int = 500, times: int | None = 1, message: str = "", *, after: bool = False
    ) -> None:
        """Answer with an error; `after`: although the call took effect. `path` may have wildcards."""
        self._troubles.append(Trouble(path, times, after, status=status, message=message or SAID.get(status, "")))

    def hang(self, path: str = "*", seconds: float = 60, times: int | None = 1, *, after: bool = False) -> None:
        """Wait before the call takes effect, or `after` it."""
        self._troubles.append(Trouble(path, times, after, seconds=seconds))

    def drop(self, path: str = "*", times: int | None = 1, *, after: bool = False) -> None:
        """Close the connection without an answer: the caller cannot tell whether before or `after` it took effect."""
        self._troubles.append(Trouble(path, times, after, drop=True))

    def limit_rate(self, path: str = "*", times: int | None = 1) -> None:
        self.fail(path, 429, times)

    def use_up_quota(self) -> None:
        self.quota = self.used = max(self.used, self.quota or 0)

    def recover(self) -> None:
        """Nothing goes wrong any more."""
        self._troubles.clear()
        self.rate_limited, self.quota = False, None

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._call], client_max_size=4 * BODY)
        app.add_routes([web.post(path, self._send) for path in SENDING])
        app.add_routes([web.post(f"{MESSAGE}/validate/{kind}", self._validate) for kind in map(kind_of, SENDING)])
        app.add_routes([web.post(LOADING, self._loading), web.get(INFO, self._info), web.get(PROFILE, self._profile)])
        app.add_routes([web.get(QUOTA, self._quota), web.get(CONSUMPTION, self._consumption)])
        app.add_routes([web.get(WEBHOOK, self._webhook), web.put(WEBHOOK, self._set_webhook)])
        app.add_routes([web.post(WEBHOOK_TEST, self._test_webhook), web.post(MENUS, self._make_menu)])
        app.add_routes([web.post(f"{MENUS}/validate", self._validate_menu), web.get(MENU_LIST, self._menus)])
        app.add_routes([web.get(MENU, self._menu), web.delete(MENU, self._delete_menu)])
        app.add_routes([web.get(MENU_PICTURE, self._picture), web.post(MENU_PICTURE, self._set_picture)])
        app.add_routes([web.get(DEFAULT_MENU, self._default), web.delete(DEFAULT_MENU, self._no_default)])
        app.add_routes([web.post(SET_DEFAULT_MENU, self._set_default)])
        app.cleanup_ctx.append(self._open)
        return app

    async def _open(self, app: web.Application) -> AsyncIterator[None]:
        """A server that stops waits for no call that hangs."""

        async def close(app: web.Application) -> None:
            self._closing.set()

        self._closing.clear()
        app.on_shutdown.append(close) if not app.on_shutdown.frozen else None
        yield

    # How each call goes.

    @web.middleware
    async def _call(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        request[REQUEST_ID] = str(uuid.uuid4())
        response = await self._troubled(request, after=False)
        took_effect = response is None
        if response is None:
            response = await self._answer(request, handler)
        if request.path in SENDING and request.method == "POST":
            await self._note(request, response.status if not dropped(request) else 0)
        if took_effect:
            response = await self._troubled(request, after=True) or response
        response.headers["X-Line-Request-Id"] = request[REQUEST_ID]
        return response

    async def _answer(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        try:
            if not hmac.compare_digest(
                request.headers.get("Authorization", "").encode(), f"Bearer {self.token}".encode()
            ):
                raise Refusal(401, UNAUTHORIZED)
            if self.rate_limited:
                raise Refusal(429, RATE)
            return await handler(request)
        except Refusal as e:
            return web.json_response(e.body, status=e.status, headers=e.headers)
        except web.HTTPRequestEntityTooLarge:
            return web.json_response({"message": "Request exceeds the max size of 2MB"}, status=413)
        except web.HTTPException as e:
            return web.json_response({"message": SAID.get(e.status, e.reason)}, status=e.status)

    async def _troubled(self, request: web.Request, *, after: bool) -> web.Response | None:
        """What the caller gets instead of the answer; None where nothing, or a pause only, is in the way."""
        found = next((t for t in self._troubles if t.after is after and fnmatch.fnmatch(request.path, t.path)), None)
        if found is None:
            return None
        if found.times is not None:
            found.times -= 1
            if found.times <= 0:
                self._troubles.remove(found)
        if found.seconds:
            await self._pause(found.seconds)
        if (found.drop or self._closing.is_set()) and request.transport:
            request.transport.abort()
            return web.Response(status=444)
        return web.json_response({"message": found.message}, status=found.status) if found.status else None

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    async def _note(self, request: web.Request, status: int) -> None:
        """On disk, where it is accepted, before anybody is told."""
        try:
            body = await request.json()
        except (ValueError, web.HTTPException):
            body = {}
        to = body.get("to") if isinstance(body, dict) else None

    ...
