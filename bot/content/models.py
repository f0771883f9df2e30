"""The data models of the knowledge base: entries, their texts by language, glossary terms and the meeting.

Pydantic validates them, so an object of these classes is always valid. Nothing here reads a file or the clock.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.reply import Language
from bot.text import dates

LAST_YEAR = datetime.max.year  # its last day has no next day in datetime
UNBOUNDED = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
LANGUAGES: tuple[Language, ...] = ("th", "en")
KINDS = ("facts", "events", "people", "quotes", "documents")


class ContentModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def year_as_text(value: object) -> object:
    """A year as text: YAML parses `2019` as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def validate_iso(value: str) -> str:
    dates.format_date(value, "en")
    return value


# YYYY, YYYY-MM, YYYY-MM-DD or an interval of days
IsoDate = Annotated[str, BeforeValidator(year_as_text), AfterValidator(validate_iso)]
Id = Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9][a-z0-9-]*$")]
Line = Annotated[str, Field(min_length=1, pattern=r"^[^\r\n]+$")]


class Words(ContentModel):
    """A short text in Thai, English or both."""

    th: Line | None = None
    en: Line | None = None

    @model_validator(mode="after")
    def has_a_language(self) -> "Words":
        if not (self.th or self.en):
            raise ValueError("give it in at least one language: th, en")
        return self

    def in_language(self, language: str) -> str:
        """The text in this language, or else in the other one."""
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
    def matches_precision(self) -> "EventData":
        # If only the month is known, no day may be derived from the data.
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
    """An office that a person held at a date. Answers state the date and never claim that it is current."""

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
    """An entry in one language: its keys and the passages of its body, which are numbered from 1."""

    language: Language
    title: Line
    questions: tuple[Line, ...] = ()
    reviewed: date
    passages: tuple[str, ...] = Field(min_length=1)


class Facts(ContentModel):
    """The language-independent keys. Only the official file has them."""

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
        """All dates of the entry in ISO 8601, that of its event first."""
        return ([self.event.iso] if self.event else []) + list(self.dates)

    def in_language(self, language: str) -> Text:
        """The text in this language, or the official one if there is no translation."""
        return self.texts.get(language) or self.texts[self.official]  # type: ignore[call-overload]  # any text may be asked for

    def public_between(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """[start, end): from the end of the embargo to the end of the last valid day in the meeting's time zone.

        Outside this interval nothing of the entry may reach index, pages, suggestions or caches.
        """
        start = self.embargo_until or UNBOUNDED[0]
        if self.valid_until is None or self.valid_until.year == LAST_YEAR:
            return start, UNBOUNDED[1]
        return start, datetime.combine(self.valid_until + timedelta(days=1), time(), zone)


class Term(ContentModel):
    """Names, acronyms and spellings of one entry in both languages; public only while the entry is."""

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
    def start_before_end(self) -> "MeetingDates":
        if self.end < self.start:
            raise ValueError(f"the meeting ends before it starts: end '{self.end}', start '{self.start}'")
        return self


def validate_time_zone(value: str) -> str:
    """Validates a time zone at load time; a misspelt one would otherwise fail at its first use."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as e:
        raise ValueError(f"no such time zone, as in Asia/Bangkok; got '{value}'") from e
    return value


class Meeting(ContentModel):
    """`kb/meeting.yml`: the meeting and its press office."""

    name: Words
    official_language: Language
    time_zone: Annotated[str, AfterValidator(validate_time_zone)]
    dates: MeetingDates
    place: Words
    press_office: PressOffice
    entry: Id | None = None  # id of the entry about the meeting as a whole
    retention_days: int = Field(ge=1, le=3650)
    greeting: Words | None = None  # sent to people who add the account on LINE; None: the default greeting

    @property
    def iso(self) -> str:
        return f"{self.dates.start}/{self.dates.end}"
