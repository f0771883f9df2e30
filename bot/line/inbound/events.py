"""Parses webhook events into InboundEvents. Of an event type that the desk does not handle, only the name is stored."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from bot.journal.line_inbox import InboundEvent
from bot.line.inbound.identity import session_of

log = logging.getLogger(__name__)
MESSAGE_KINDS = frozenset("text sticker image video audio file location".split())
OTHER_KINDS = frozenset("follow unfollow join leave postback unsend".split())
# Not addressed to the desk: in a group without a mention; while another system handles the chat.
OVERHEARD, STANDBY = "overheard", "standby"
MAX_TEXT_CHARACTERS = 5000  # a longer text is cut; the same limit as on the web


class LineModel(BaseModel):
    """Part of a webhook's JSON. Unknown properties are ignored, because LINE adds new ones."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel)


class EventSource(LineModel):
    type: str
    user_id: str | None = None
    group_id: str | None = None
    room_id: str | None = None


class Mentionee(LineModel):
    """`index` and `length` in UTF-16 code units."""

    index: int = Field(ge=0)
    length: int = Field(ge=0)
    is_self: bool = False


class Mention(LineModel):
    mentionees: list[Mentionee] = []


class MessageContent(LineModel):
    id: str | None = None
    type: str
    text: str | None = None
    mention: Mention | None = None

    @property
    def mentions_of_desk(self) -> list[Mentionee]:
        return [each for each in self.mention.mentionees if each.is_self] if self.mention else []

    def text_without_mentions(self) -> str | None:
        """The text, without mentions of the desk's account and cut at MAX_TEXT_CHARACTERS."""
        if self.text is None:
            return None
        units = self.text.encode("utf-16-le", "surrogatepass")
        for each in sorted(self.mentions_of_desk, key=lambda each: -each.index):
            units = units[: 2 * each.index] + units[2 * (each.index + each.length) :]
        return units.decode("utf-16-le", "replace").replace("\0", "").strip()[:MAX_TEXT_CHARACTERS]


class PostbackContent(LineModel):
    data: str


class UnsendContent(LineModel):
    message_id: str


class WebhookEvent(LineModel):
    webhook_event_id: str = Field(min_length=1, max_length=64)
    type: str
    mode: str = "active"
    reply_token: str | None = Field(None, max_length=64)
    source: EventSource | None = None
    message: MessageContent | None = None
    postback: PostbackContent | None = None
    unsend: UnsendContent | None = None


class WebhookBody(LineModel):
    events: list[dict[str, Any]]


def event_kind(event: WebhookEvent) -> str:
    """One of MESSAGE_KINDS or OTHER_KINDS, OVERHEARD, STANDBY, or "unknown " and LINE's name of the type."""
    if event.mode != "active":
        return STANDBY
    if event.type != "message" or event.message is None:
        return event.type if event.type in OTHER_KINDS else f"unknown {event.type}"[:32]
    if event.source and event.source.type != "user" and not event.message.mentions_of_desk:
        return OVERHEARD
    return event.message.type if event.message.type in MESSAGE_KINDS else f"unknown {event.message.type}"[:32]


def to_inbound_event(event: WebhookEvent, key: str) -> InboundEvent:
    """The event as it is stored. The text of a message that is not addressed to the desk is dropped."""
    kind, source = event_kind(event), event.source or EventSource(type="user")
    addressed = kind not in (OVERHEARD, STANDBY)
    unsent = event.unsend.message_id if event.unsend else None
    return InboundEvent(
        event_id=event.webhook_event_id,
        session=session_of(key, source.group_id or source.room_id, source.user_id),
        source=(source.group_id or source.room_id or source.user_id or "")[:64],
        source_kind=source.type[:8],
        kind=kind,
        text=event.message.text_without_mentions() if event.message and addressed else None,
        data=event.postback.data[:1000] if event.postback and addressed else None,
        message_id=(unsent or (event.message.id if event.message else None) or "")[:64] or None,
        reply_token=event.reply_token if addressed else None,
    )


def parse_events(raw: Sequence[dict[str, Any]], key: str) -> Iterator[InboundEvent]:
    """The valid events of a body. `key`: of the keyed hashes of people.

    Invalid events are logged by property and skipped. The webhook still answers 200: otherwise LINE would redeliver
    them forever.
    """
    for each in raw:
        try:
            yield to_inbound_event(WebhookEvent.model_validate(each), key)
        except ValidationError as e:
            errors = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in e.errors())
            log.error("a LINE event cannot be parsed: %s", errors)
