"""The published events as an iCalendar file (RFC 5545). Pure functions.

Only an event whose day is known gets in: a month is never given a day. Events last whole days, so no component refers
to a time zone. The same content gives the same bytes, so that a cache can tell whether anything has changed.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event, Timezone, vDuration, vText

from bot.content.loader import KnowledgeBase
from bot.content.models import DocumentSource, Entry, EventData, Meeting, Text
from bot.messages import answers as messages
from bot.reply import Language
from bot.text import dates

PRODUCT = "-//Press desk//Calendar of published events//EN"
REFRESH = timedelta(hours=1)
MEETINGS = UUID("ac4aaebd-b95d-4336-80bb-dd599eb25e4d")  # every UID hangs on it: it must never change
# RFC 5545 knows no status for an event that has changed: SEQUENCE tells that.
STATUS = {"scheduled": "CONFIRMED", "changed": "CONFIRMED", "cancelled": "CANCELLED"}
CHANGES = {"scheduled": 0, "changed": 1, "cancelled": 2}
CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0x7F])  # what no TEXT of RFC 5545 may hold


def has_day(entry: Entry) -> bool:
    """An event known to the day."""
    return entry.event is not None and entry.event.precision == "day"


def path(entry: Entry) -> str | None:
    """Where the edge serves the calendar file of an entry's event: `/{kind}/{name}.ics`; None without a known day."""
    return f"/{entry.id}.ics" if has_day(entry) else None


def events_with_day(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of kind `events` that are known to the day, in the order of their first days: a fact that bears the
    same event would list it twice."""
    events = (entry for entry in entries if entry.kind == "events" and has_day(entry))
    found = [(entry.event.start, entry.id, entry) for entry in events if entry.event]
    return [entry for _, _, entry in sorted(found, key=lambda event: event[:2])]


def uid(entry: Entry, meeting: Meeting) -> str:
    """The name that calendars know an event by, the same for ever: it depends on neither language nor address, which
    change, but on the entry's id and the meeting's official name, of which spaces, punctuation, case and Thai marks do
    not count. Another meeting's `events/opening` is another event."""
    name = unicodedata.normalize("NFKC", meeting.name.within(meeting.official_language)).casefold()
    letters = "".join(character for character in name if character.isalnum())
    kind, _, name = entry.id.partition("/")
    return f"{name if kind == 'events' else f'{kind}-{name}'}@{uuid5(MEETINGS, letters)}"


def sequence(entry: Entry, event: EventData) -> int:
    """Grows with each correction, and on the way from scheduled over changed to cancelled. A calendar drops what comes
    with a lower number, so a correction counts more than any status: with one, a cancelled event can take place again.
    """
    return 3 * len(entry.corrections) + CHANGES[event.status]


def revised(entry: Entry) -> datetime:
    """The last day on which someone reviewed or corrected the entry, in whichever language; its start in UTC. Without
    a METHOD that is what DTSTAMP means (RFC 5545, 3.8.7.2)."""
    days = [text.reviewed for text in entry.texts.values()] + [fix.date for fix in entry.corrections]
    return datetime.combine(max(days), time(), UTC)


def source_line(entry: Entry, language: Language, base: KnowledgeBase) -> str | None:
    """Document, paragraph and date that the entry's words come from, as far as they are known."""
    source = entry.source
    if source is None:
        return None
    if isinstance(source, DocumentSource):
        document = base.entries[source.document]
        title = document.in_language(language).title
        name = messages.ICAL_PARAGRAPH[language].format(title=title, number=source.paragraph)
        published = entry.published or document.published
    else:
        name, published = source.name, entry.published or source.date
    return messages.ICAL_SOURCE[language].format(
        source=f"{name} ({dates.words(str(published), language)})" if published else name
    )


def description(entry: Entry, text: Text, base: KnowledgeBase) -> str:
    """The published passages word for word; below them the source, and that they are a translation where they are."""
    standing = messages.ICAL_TRANSLATION[text.language] if text.language != entry.official else None
    below = [line for line in (source_line(entry, text.language, base), standing) if line]
    return "\n\n".join([*text.passages, "\n".join(below)]).rstrip()


def component(entry: Entry, event: EventData, language: Language, base: KnowledgeBase, address: str) -> Event:
    """One VEVENT: whole days, of which DTEND is the first one after (RFC 5545, 3.6.1)."""
    text = entry.in_language(language)
    spoken: dict[str, str] = {"language": text.language}
    where = [words.within(text.language) for words in (event.place, event.city, event.country) if words]
    made = Event()
    made.add("uid", uid(entry, base.meeting))
    made.add("dtstamp", revised(entry))
    made.add("sequence", sequence(entry, event))
    made.add("status", STATUS[event.status])
    made.add("dtstart", date.fromisoformat(event.start))
    made.add("dtend", dates.last_day(event.iso) + timedelta(days=1))
    made.add("summary", text.title.translate(CONTROLS), parameters=spoken)
    made.add("description", description(entry, text, base).translate(CONTROLS), parameters=spoken)
    if where:
        made.add("location", ", ".join(where).translate(CONTROLS))
    made.add("url", f"{address}/kb/{entry.id}")
    made.add("transp", "TRANSPARENT")
    return made


def calendar(
    entries: Sequence[Entry],
    base: KnowledgeBase,
    language: Language,
    *,
    address: str,
    feed: bool = False,
) -> bytes:
    """The VCALENDAR of these entries, UTF-8, in `language` where there is such a text. Entries without a day are left
    out. `address`: where the public sees the edge, without a slash at its end. `feed`: to be subscribed to, with a name
    and how often to look again; a single event must not bear them, or Outlook opens a new calendar for it.

    No METHOD: PUBLISH demands an ORGANIZER (RFC 5546, 3.2.1), whose e-mail address is seldom published.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    if feed:
        name = base.meeting.name.within(language)
        made.add("name", name)
        made.add("x-wr-calname", vText(name))
        made.add("x-wr-timezone", vText(base.meeting.time_zone))
        made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        made.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        if entry.event and has_day(entry):
            made.add_component(component(entry, entry.event, language, base, address))
    if not made.subcomponents:  # a calendar has at least one component (RFC 5545, 3.6)
        made.add_component(Timezone.from_tzid(base.meeting.time_zone))
    written: bytes = made.to_ical()
    return written
