"""The Reply: the format of every answer to a channel, and of everything that the actions send to the edge.

All keys are always present, with null or an empty list if they do not apply. docs/api.md describes the keys.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["th", "en"]


class Outcome(StrEnum):
    """The kind of a reply. The set is closed: channels may rely on it."""

    ANSWERED = "answered"  # a published passage, verbatim, with its source
    CLARIFY = "clarify"  # two or three candidates, as choices
    NOT_ANNOUNCED = "not_announced"  # about the meeting, but nothing published answers it
    OUT_OF_SCOPE = "out_of_scope"  # not about the meeting
    PROMPT = "prompt"  # a form asks for a field or a confirmation
    DONE = "done"  # an action was executed
    SOCIAL = "social"  # an answer to a greeting, to thanks, to "what are you?"
    ERROR = "error"  # a part of the service failed


# Keys of commands to the edge, sent in the payload of a Reply.
ERASE = "erase"  # true: erase the session
ENQUIRY = "enquiry"  # the fields of an enquiry: store it, and reply with its number
RECEIPTED = frozenset({Outcome.ANSWERED, Outcome.NOT_ANNOUNCED})
GAPS = frozenset({Outcome.NOT_ANNOUNCED})


class ReplyPart(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Citation(ReplyPart):
    """The source of a passage. `entry` is the id of its entry, `source` the document in which it was published."""

    entry: str
    title: str
    source: str
    published: str | None = None
    official_language: Language
    paragraph: int | None = None
    url: str  # a path, which the edge makes an absolute URL


class Original(ReplyPart):
    language: Language
    text: str


class DateText(ReplyPart):
    """One date in both eras. `iso` is a date, month, year or interval in ISO 8601."""

    iso: str
    th: str
    en: str


class EventCard(ReplyPart):
    start: str
    end: str | None = None
    precision: Literal["day", "month"]
    place: str | None = None
    host: str | None = None
    status: Literal["scheduled", "changed", "cancelled"]
    past: bool
    ics: str | None = None


class QuoteCard(ReplyPart):
    speaker: str
    role: str | None = None
    occasion: str | None = None
    date: str | None = None


class Choice(ReplyPart):
    title: str
    message: str


class AnswerWords(ReplyPart):
    """The words of `text` that answer, in Unicode code points; `end` is exclusive. Never inside a grapheme."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)


class Reply(ReplyPart):
    outcome: Outcome
    language: Language
    text: str
    lead: str | None = None
    citations: list[Citation] = Field(default_factory=list)
    original: Original | None = None
    dates: list[DateText] = Field(default_factory=list)
    event: EventCard | None = None
    quote: QuoteCard | None = None
    choices: list[Choice] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list)
    as_of: str | None = None
    confidence: float | None = None
    receipt: str | None = None
    answer: AnswerWords | None = None
