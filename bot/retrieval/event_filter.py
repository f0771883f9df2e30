"""Selects the published events that a message asks for: coming or past events, the next one, or the events of a month,
a year in either era, or a country. Pure functions; the caller passes today's date."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.content.models import Entry
from bot.query.date_expansion import expand_dates
from bot.query.entities import countries
from bot.text import dates
from bot.text.dates import BUDDHIST_ERA
from bot.text.months import asked_month
from bot.text.thai import normalize

FORWARD = re.compile(
    r"กำลังจะ|ที่จะ|จะจัด|จะมี|ต่อไป|ถัดไป|ข้างหน้า|เร็วๆ ?นี้"
    r"|\b(?:coming|upcoming|next|future|soon|ahead|forthcoming|scheduled)\b",
    re.IGNORECASE,
)
BACKWARD = re.compile(
    r"ที่ผ่านมา|ผ่านไป|จบไป|ก่อนหน้า|ย้อนหลัง|\b(?:past|previous|last|earlier|held before|so far)\b", re.IGNORECASE
)
NEXT = re.compile(
    r"(?:ครั้ง|งาน)(?:ต่อไป|ถัดไป|หน้า)|\bnext (?:event|meeting|one)\b|\bwhat(?:['’]s| is) next\b", re.IGNORECASE
)
LATEST = re.compile(r"(?:ครั้ง|งาน)(?:ล่าสุด|สุดท้าย)|\b(?:last|latest|most recent) (?:event|meeting|one)\b", re.IGNORECASE)
THIS_YEAR = re.compile(r"ปีนี้|\bthis year\b", re.IGNORECASE)
NEXT_YEAR = re.compile(r"ปีหน้า|\bnext year\b", re.IGNORECASE)
LAST_YEAR = re.compile(r"(?<!\d)(?<!\d )(?:ปีที่แล้ว|ปีก่อน)|\blast year\b", re.IGNORECASE)
THIS_MONTH = re.compile(r"เดือนนี้|\bthis month\b", re.IGNORECASE)
LAST_MONTH = re.compile(r"เดือน(?:ที่แล้ว|ก่อน)|\blast month\b", re.IGNORECASE)
NEXT_MONTH = re.compile(r"เดือนหน้า|\bnext month\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20|24|25|26)\d\d(?!\d)")
MAX_COMMON_ERA_YEAR = 2400  # later years are taken as years of the Buddhist era


@dataclass(frozen=True)
class EventQuery:
    """The criteria of a request for events; a criterion that is None or empty does not apply.

    `side` is relative to today. `one`: only the next event, or only the latest one.
    """

    year: int | None = None
    month: int | None = None
    side: Literal["coming", "past"] | None = None
    one: Literal["next", "latest"] | None = None
    countries: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether the request names neither a time nor a country."""
        return not (self.year or self.month or self.side or self.countries)


def read_event_query(message: str, today: date) -> EventQuery:
    """The criteria in a message."""
    text = expand_dates(normalize(message))
    year, month = named_year(text, today), asked_month(text)
    if THIS_MONTH.search(text):
        year, month = today.year, today.month
    elif NEXT_MONTH.search(text):
        year, month = today.year + today.month // 12, today.month % 12 + 1
    elif LAST_MONTH.search(text):
        year, month = today.year - (today.month == 1), (today.month - 2) % 12 + 1
    one: Literal["next", "latest"] | None = "next" if NEXT.search(text) else "latest" if LATEST.search(text) else None
    side: Literal["coming", "past"] | None = None
    if year is None and month is None:
        backward, forward = one == "latest" or BACKWARD.search(text), one == "next" or FORWARD.search(text)
        side = "past" if backward else "coming" if forward else None
    return EventQuery(year, month, side, one, countries(text))


def named_year(text: str, today: date) -> int | None:
    """The year that a text names, in the common era: this, next or last year, or the first year in digits."""
    for pattern, offset in ((THIS_YEAR, 0), (NEXT_YEAR, 1), (LAST_YEAR, -1)):
        if pattern.search(text):
            return today.year + offset
    found = YEAR.search(text)
    if not found:
        return None
    year = int(found[0])
    return year - BUDDHIST_ERA if year > MAX_COMMON_ERA_YEAR else year


def first_day(event: Entry) -> str:
    """The ISO date of the first day of an entry that has an event."""
    assert event.event is not None
    return event.event.start


def fits(entry: Entry, asked: EventQuery, today: date) -> bool:
    """Whether an entry is an event that meets all criteria, `one` aside."""
    event = entry.event
    if event is None:
        return False
    starts, ends = dates.parse(event.start), dates.last_day(event.iso)
    year, month = starts[0], (*starts, 0)[1]
    if asked.year and asked.year not in (year, ends.year):
        return False
    if asked.month and asked.month not in (month, ends.month):
        return False
    if asked.side and (ends < today) != (asked.side == "past"):
        return False
    said = " ".join(passage for text in entry.texts.values() for passage in text.passages)
    where = " ".join(words.in_language("en") for words in (event.country, event.host, event.city) if words)
    return not asked.countries or bool(asked.countries & (countries(said) | countries(where)))


def matching_events(entries: Iterable[Entry], asked: EventQuery, today: date) -> Sequence[Entry]:
    """The events that meet the criteria, by their first day. With `one`, only the first or the last of them."""
    found = sorted((entry for entry in entries if fits(entry, asked, today)), key=first_day)
    if asked.one and found:
        return found[-1:] if asked.one == "latest" else found[:1]
    return found
