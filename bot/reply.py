"""The Reply: what every channel gets for a message, and the only thing that crosses from actions to the edge.

All keys are always present; null or empty where nothing applies. See docs/architecture.md for what each is for.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["th", "en"]


class Outcome(StrEnum):
    """What a reply is. The set is closed: a channel may rely on it."""

    ANSWERED = "answered"  # published words, word for word, with their source
    CLARIFY = "clarify"  # two or three good candidates, as choices
    NOT_ANNOUNCED = "not_announced"  # about the meeting, and nothing published says it
    OUT_OF_SCOPE = "out_of_scope"  # something else altogether
    PROMPT = "prompt"  # a form or a confirmation asks
    DONE = "done"  # something was carried out
    SOCIAL = "social"  # greeting, thanks, what are you
    ERROR = "error"  # something of ours failed


# Keys beside a Reply on its way to the edge: what the edge is to carry out once the action is over.
ERASE = "erase"  # true: erase the session
ENQUIRY = "enquiry"  # the fields of an enquiry: keep it, and say its number
RECEIPTED = frozenset({Outcome.ANSWERED, Outcome.NOT_ANNOUNCED})
GAPS = frozenset({Outcome.NOT_ANNOUNCED})


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Citation(Part):
    """Where the words stand. `entry` holds them; `source` is the document that they were published in."""

    entry: str
    title: str
    source: str
    published: str | None = None
    official_language: Language
    paragraph: int | None = None
    url: str  # a path from the actions; absolute when it leaves the edge


class Original(Part):
    language: Language
    text: str


class DateText(Part):
    """One date in both eras; `iso` is a date, month, year or interval of ISO 8601."""

    iso: str
    th: str
    en: str


class EventCard(Part):
    start: str
    end: str | None = None
    precision: Literal["day", "month"]
    place: str | None = None
    host: str | None = None
    status: Literal["scheduled", "changed", "cancelled"]
    past: bool
    ics: str | None = None


class QuoteCard(Part):
    speaker: str
    role: str | None = None
    occasion: str | None = None
    date: str | None = None


class Choice(Part):
    title: str
    message: str


class Reply(Part):
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
