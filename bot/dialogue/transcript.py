"""The history of a conversation, without answers from withdrawn entries, and its transcript as plain text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.journal.tables import Turn
from bot.messages.pages import TRANSCRIPT_LABELS, TRANSCRIPT_TITLE, WITHDRAWN
from bot.reply import Language, Outcome, Reply
from bot.text.dates import format_date


@dataclass(frozen=True)
class TranscriptMessage:
    """One message and the replies to it. `text` is None if the replies answer no message (from the press office)."""

    number: int
    id: str | None
    sent: datetime
    text: str | None
    replies: list[Reply]

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "id": self.id,
            "sent": self.sent.isoformat(),
            "message": self.text,
            "replies": [reply.model_dump(mode="json") for reply in self.replies],
        }


def is_still_public(reply: Reply, is_public: Callable[[str], bool]) -> bool:
    """Whether every entry that the reply cites is still public."""
    return all(is_public(cited.entry) for cited in reply.citations)


def as_public_now(reply: Reply, is_public: Callable[[str], bool]) -> Reply:
    """The reply, or a notice of withdrawal if an entry that it cites is no longer public."""
    if is_still_public(reply, is_public):
        return reply
    return Reply(outcome=Outcome.SOCIAL, language=reply.language, text=WITHDRAWN[reply.language])


def transcript_message(turn: Turn, is_public: Callable[[str], bool]) -> TranscriptMessage:
    replies = [as_public_now(Reply.model_validate(reply), is_public) for reply in turn.replies]
    return TranscriptMessage(turn.id, turn.message_id, turn.started, turn.message or None, replies)


def transcript(messages: Iterable[TranscriptMessage], language: Language, zone: tzinfo, now: datetime) -> str:
    """The conversation as plain text, with labels in `language`."""
    label = TRANSCRIPT_LABELS[language]
    blocks = [TRANSCRIPT_TITLE[language].format(date=moment(now, language, zone))]
    for each in messages:
        lines = [moment(each.sent, language, zone)]
        lines += [f"{label['asked']}: {each.text}"] if each.text else []
        for reply in each.replies:
            lines += reply_lines(reply, language)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def reply_lines(reply: Reply, language: Language) -> list[str]:
    label = TRANSCRIPT_LABELS[language]
    lines = [f"{label['said']}: {reply.text}"]
    lines += [f"  {notice}" for notice in reply.notices]
    lines += [f"  {date.th} / {date.en}" for date in reply.dates]
    if reply.original:
        lines.append(f"  {label['original']}: {reply.original.text}")
    for cited in reply.citations:
        parts = [cited.source, label["paragraph"].format(cited.paragraph) if cited.paragraph else ""]
        parts += [format_date(cited.published, language) if cited.published else "", cited.url]
        lines.append(f"  {label['source']}: {', '.join(part for part in parts if part)}")
    return lines


def moment(at: datetime, language: Language, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{format_date(local.date().isoformat(), language)} {local:%H:%M}"
