"""The journal's tables. A change here needs a migration in `migrations/versions/`; a test compares the two."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Dialect, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime, TypeDecorator

from bot.reply import Language


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored and read in UTC, because SQLite does not store offsets."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Table(DeclarativeBase):
    type_annotation_map: ClassVar = {datetime: UtcDateTime, list[dict[str, Any]]: JSON, dict[str, Any]: JSON}


class Turn(Table):
    """One message and its replies. A failed turn is stored without the message's id, so that a retry is processed."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("session", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    message_id: Mapped[str | None] = mapped_column(String(36))
    channel: Mapped[str] = mapped_column(String(16))
    message: Mapped[str] = mapped_column(Text)
    replies: Mapped[list[dict[str, Any]]]
    started: Mapped[datetime]
    milliseconds: Mapped[float]


class Receipt(Table):
    """A reply as it was given, for everybody who has the receipt. It holds no session, so it outlives the session."""

    __tablename__ = "receipts"

    receipt: Mapped[str] = mapped_column(String(32), primary_key=True)
    reply: Mapped[dict[str, Any]]
    given: Mapped[datetime]


class Gap(Table):
    """A question without an answer: the staff's list of what to publish next."""

    __tablename__ = "gaps"
    __table_args__ = (Index("ix_gaps_closed_asked", "closed", "asked"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    asked: Mapped[datetime]
    closed: Mapped[datetime | None]


class Feedback(Table):
    """Whether an answer helped. Like the receipt it belongs to, it holds no session."""

    __tablename__ = "feedback"

    receipt: Mapped[str] = mapped_column(ForeignKey("receipts.receipt", ondelete="CASCADE"), primary_key=True)
    helpful: Mapped[bool]
    comment: Mapped[str | None] = mapped_column(Text)
    given: Mapped[datetime]


class Enquiry(Table):
    """A question passed on to the press office, with everything it takes to answer it."""

    __tablename__ = "enquiries"
    __table_args__ = (
        Index("ix_enquiries_answered_deadline", "answered", "deadline"),
        UniqueConstraint("session", "message_id", name="uq_enquiries_session_message_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str | None] = mapped_column(
        String(64)
    )  # LINE's id of the chat to push to; None: deliver with a turn
    message_id: Mapped[str | None] = mapped_column(String(36))  # of the message that confirmed the enquiry
    language: Mapped[Language] = mapped_column(String(2))
    question: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    outlet: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    deadline: Mapped[datetime | None]  # None: no hurry
    transcript: Mapped[list[dict[str, Any]]]  # the turns before it: {"message", "replies", "started"}
    asked: Mapped[datetime]
    told: Mapped[datetime | None]  # when the press office was notified
    answer: Mapped[str | None] = mapped_column(Text)
    answered: Mapped[datetime | None]
    delivered: Mapped[datetime | None]  # when the answer was delivered to the asker


class LineEvent(Table):
    """One event of LINE's webhook, from its arrival until its answer is sent.

    Personal data is cleared once it is done; the row stays, so that a redelivery is recognized.
    """

    __tablename__ = "line_events"
    __table_args__ = (
        Index("ix_line_events_session_state", "session", "state"),
        Index("ix_line_events_state_due", "state", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(64), unique=True)  # webhookEventId
    session: Mapped[str] = mapped_column(String(64))  # a keyed hash of the person, and of the group if in one
    source: Mapped[str | None] = mapped_column(String(64))  # LINE's id of the chat
    source_kind: Mapped[str] = mapped_column(String(8))  # user, group or room
    kind: Mapped[str] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Text)
    data: Mapped[str | None] = mapped_column(Text)  # of a postback: see bot/line/postbacks.py
    message_id: Mapped[str | None] = mapped_column(String(64), index=True)  # LINE's; an unsend event refers to it
    reply_token: Mapped[str | None] = mapped_column(String(64))
    received: Mapped[datetime]  # when the latest reply token arrived
    state: Mapped[str] = mapped_column(String(12))
    due: Mapped[datetime]  # no worker takes it before
    claimed_until: Mapped[datetime | None]  # end of a worker's lease
    tries: Mapped[int] = mapped_column(default=0)  # reply calls that may have arrived
    answer: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # LINE messages, ready to be sent


class Subscription(Table):
    """Somebody on LINE wants a notification: when an entry changes, or when a question has an answer."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("session", "entry", "question", name="uq_subscriptions_what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(64))  # LINE's id of the chat to push to
    language: Mapped[Language] = mapped_column(String(2))
    entry: Mapped[str] = mapped_column(String(200), default="")  # "" for a question
    question: Mapped[str] = mapped_column(String(500), default="")
    since: Mapped[datetime]


class Delivery(Table):
    """One multicast call of a broadcast, stored before it is sent, so that a second run continues after the first."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast: Mapped[str] = mapped_column(String(64), index=True)  # a digest of recipients and texts
    retry_key: Mapped[str] = mapped_column(String(36), unique=True)
    sources: Mapped[list[str]] = mapped_column(JSON)
    messages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made: Mapped[datetime]
    sent: Mapped[datetime | None]
