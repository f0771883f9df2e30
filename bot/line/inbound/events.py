"""What LINE's webhook brings, as far as anything is done about it. Whatever is not known is kept by its name alone."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from bot.journal.line_inbox import InboundEvent
from bot.line.inbound.identity import session_of

log = logging.getLogger(__name__)
MESSAGES = frozenset("text sticker image video audio file location".split())
OTHERS = frozenset("follow unfollow join leave postback unsend".split())
OVERHEARD, STANDBY = "overheard", "standby"  # not for us: in a group without a mention; another system has the chat
LONGEST = 5000  # characters of a text that is kept, as of a message on the web


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", alias_generator=to_camel)


class Source(Part):
    type: str
    user_id: str | None = None
    group_id: str | None = None
    room_id: str | None = None


class Mentionee(Part):
    """`index` and `length` in UTF-16 code units."""

    index: int = Field(ge=0)
    length: int = Field(ge=0)
    is_self: bool = False


class Mention(Part):
    mentionees: list[Mentionee] = []


class Content(Part):
    id: str | None = None
    type: str
    text: str | None = None
    mention: Mention | None = None

    @property
    def our_names(self) -> list[Mentionee]:
        return [each for each in self.mention.mentionees if each.is_self] if self.mention else []

    def said(self) -> str | None:
        """The text without our own name."""
        if self.text is None:
            return None
        units = self.text.encode("utf-16-le", "surrogatepass")
        for each in sorted(self.our_names, key=lambda each: -each.index):
            units = units[: 2 * each.index] + units[2 * (each.index + each.length) :]
        return units.decode("utf-16-le", "replace").replace("\0", "").strip()[:LONGEST]


class Postback(Part):
    data: str


class Unsend(Part):
    message_id: str


class LineEventIn(Part):
    webhook_event_id: str = Field(min_length=1, max_length=64)
    type: str
    mode: str = "active"
    reply_token: str | None = Field(None, max_length=64)
    source: Source | None = None
    message: Content | None = None
    postback: Postback | None = None
    unsend: Unsend | None = None


class Body(Part):
    events: list[dict[str, Any]]


def kind_of(event: LineEventIn) -> str:
    if event.mode != "active":
        return STANDBY
    if event.type != "message" or event.message is None:
        return event.type if event.type in OTHERS else f"unknown {event.type}"[:32]
    if event.source and event.source.type != "user" and not event.message.our_names:
        return OVERHEARD
    return event.message.type if event.message.type in MESSAGES else f"unknown {event.message.type}"[:32]


def arrived(event: LineEventIn, key: str) -> InboundEvent:
    """The event as it is kept. Of what was not said to us, no word is."""
    kind, source = kind_of(event), event.source or Source(type="user")
    ours = kind not in (OVERHEARD, STANDBY)
    unsent = event.unsend.message_id if event.unsend else None
    return InboundEvent(
        event_id=event.webhook_event_id,
        session=session_of(key, source.group_id or source.room_id, source.user_id),
        source=(source.group_id or source.room_id or source.user_id or "")[:64],
        source_kind=source.type[:8],
        kind=kind,
        text=event.message.said() if event.message and ours else None,
        data=event.postback.data[:1000] if event.postback and ours else None,
        message_id=(unsent or (event.message.id if event.message else None) or "")[:64] or None,
        reply_token=event.reply_token if ours else None,
    )


def read(raw: Sequence[dict[str, Any]], key: str) -> Iterator[InboundEvent]:
    """The events of a body that can be read; of others the log names what was wrong, and LINE is not told: it would
    send them again for ever."""
    for each in raw:
        try:
            yield arrived(LineEventIn.model_validate(each), key)
        except ValidationError as e:
            wrong = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in e.errors())
            log.error("a LINE event cannot be read: %s", wrong)
