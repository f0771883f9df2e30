"""The knowledge base as data: entries, their texts in each language, and the meeting.

Validated by pydantic: every object of these classes may be shown. Nothing here reads a file or the clock.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.reply import Language
from bot.text import dates

LAST_YEAR = datetime.max.year  # has no day after its 31 December
ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
LANGUAGES: tuple[Language, ...] = ("th", "en")
KINDS = ("facts", "events", "people", "quotes", "documents")


class ContentModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def iso_text(value: object) -> object:
    """YAML parses `2019` as a number; here it is text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def checked_iso(value: str) -> str:
    dates.words(value, "en")
    return value


# YYYY, YYYY-MM, YYYY-MM-DD or an interval of days
IsoDate = Annotated[str, BeforeValidator(iso_text), AfterValidator(checked_iso)]
Id = Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9][a-z0-9-]*$")]
Line = Annotated[str, Field(min_length=1, pattern=r"^[^\r\n]+$")]


class Words(ContentModel):
    """The same thing said in one or both languages."""

    th: Line | None = None
    en: Line | None = None

    @model_validator(mode="after")
    def says_something(self) -> "Words":
        if not (self.th or self.en):
            raise ValueError("give it in at least one language: th, en")
        return self

    def within(self, language: str) -> str:
        """The text in this language, or in the other one."""
        return getattr(self, language) or self.th or self.en or ""


class DocumentSource(ContentModel):
    """A paragraph of a document that is itself an entry."""

    document: Id
    paragraph: int = Field(ge=1)


class ElsewhereSource(ContentModel):
    """A document published elsewhere."""

    name: Line
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    date: date


class EventData(ContentModel):
    start: IsoDate
    end: IsoDate | None = None
    precision: Literal["day", "month"]
    place: Words | None = None
    city: Words | None = None
    country: Words | None = None
    host: Words | None = None
    status: Literal["scheduled", "changed", "cancelled"] = "scheduled"

    @model_validator(mode="after")
    def fits_its_precision(self) -> "EventData":
        # An event known only by its month has no day.
        length = {"day": 3, "month": 2}[self.precision]
        for name in ("start", "end"):
            value = getattr(self, name)
            if value and len(dates.parse(value)) != length:
                raise ValueError(f"{name} must be a {self.precision} as precision says; got '{value}'")
        if self.end and self.end < self.start:
            raise ValueError(f"the event ends before it starts: end '{self.end}', start '{self.start}'")
        return self

    @property
    def iso(self) -> str:
        return f"{self.start}/{self.end}" if self.end and self.precision == "day" else self.start


class QuoteData(ContentModel):
    speaker: Id
    role: Words | None = None
    occasion: Words | None = None
    date: IsoDate | None = None


class Role(ContentModel):
    """An office, held as of a date: never stated as of today."""

    title: Words
    as_of: IsoDate | None = None
    from_: Annotated[IsoDate | None, Field(alias="from")] = None
    until: IsoDate | None = None


class PersonData(ContentModel):
    roles: tuple[Role, ...] = Field(min_length=1)


class Correction(ContentModel):
    date: date
    was: Line
    now: Line


class Text(ContentModel):
    """An entry in one language: what its file says, and the passages of its body, numbered from 1."""

    language: Language
    title: Line
    questions: tuple[Line, ...] = ()
    reviewed: date
    passages: tuple[str, ...] = Field(min_length=1)


class Facts(ContentModel):
    """What does not depend on language: carried by the official file alone."""

    source: DocumentSource | ElsewhereSource | None = None
    published: date | None = None
    valid_until: date | None = None
    embargo_until: AwareDatetime | None = None
    event: EventData | None = None
    quote: QuoteData | None = None
    person: PersonData | None = None
    dates: tuple[IsoDate, ...] = ()
    aliases: tuple[Line, ...] = ()
    related: tuple[Id, ...] = ()
    corrections: tuple[Correction, ...] = ()


class Entry(Facts):
    """One fact, event, person, document or quote. `official` is the language of the authoritative wording."""

    id: Id
    official: Language
    texts: dict[Language, Text] = Field(min_length=1)

    @property
    def kind(self) -> str:
        return self.id.partition("/")[0]

    @property
    def all_dates(self) -> list[str]:
        """The dates that the entry is about, ISO 8601, its event's first."""
        return ([self.event.iso] if self.event else []) + list(self.dates)

    def in_language(self, language: str) -> Text:
        """The text in this language, or the official one where there is no translation."""
        return self.texts.get(language) or self.texts[self.official]  # type: ignore[call-overload]  # any text may be asked for

    def public_between(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From the end of its embargo to the end of its last valid day, in the meeting's time zone. Outside this
        interval nothing of the entry may appear in index, pages, suggestions or caches."""
        start = self.embargo_until or ALWAYS[0]
        if self.valid_until is None or self.valid_until.year == LAST_YEAR:
            return start, ALWAYS[1]
        return start, datetime.combine(self.valid_until + timedelta(days=1), time(), zone)


class Term(ContentModel):
    """A name, acronym or spelling, in both languages; it shares the embargo of its entry."""

    entry: Id
    th: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        return self.th + self.en


class PressOffice(ContentModel):
    name: Words
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Line | None = None
    hours: Words | None = None


class MeetingDates(ContentModel):
    start: date
    end: date

    @model_validator(mode="after")
    def in_order(self) -> "MeetingDates":
        if self.end < self.start:
            raise ValueError(f"the meeting ends before it starts: end '{self.end}', start '{self.start}'")
        return self


def known_zone(value: str) -> str:
    """Checks that the time zone exists: otherwise a misspelt one would fail only at its first use."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as e:
        raise ValueError(f"no such time zone, as in Asia/Bangkok; got '{value}'") from e
    return value


class Meeting(ContentModel):
    """`kb/meeting.yml`: which meeting this is and whose press office answers for it."""

    name: Words
    official_language: Language
    time_zone: Annotated[str, AfterValidator(known_zone)]
    dates: MeetingDates
    place: Words
    press_office: PressOffice
    entry: Id | None = None  # the entry of the meeting itself
    retention_days: int = Field(ge=1, le=3650)
    greeting: Words | None = None  # for people who add the account on LINE; without it the one of bot/messages/line.py

    @property
    def iso(self) -> str:
        return f"{self.dates.start}/{self.dates.end}"
