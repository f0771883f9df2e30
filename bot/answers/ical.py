"""The published events as an iCalendar file (RFC 5545). Pure functions.

Only events with a known day are included. Events are all-day, so no component refers to a time zone. The same content
gives the same bytes, so that caches can compare it.
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
UID_NAMESPACE = UUID("ac4aaebd-b95d-4336-80bb-dd599eb25e4d")  # must never change: every UID depends on it
# RFC 5545 has no status for a changed event; its SEQUENCE is higher.
STATUS = {"scheduled": "CONFIRMED", "changed": "CONFIRMED", "cancelled": "CANCELLED"}
STATUS_SEQUENCE = {"scheduled": 0, "changed": 1, "cancelled": 2}
NO_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0x7F])  # deletes what RFC 5545 forbids in TEXT


def has_day(entry: Entry) -> bool:
    """Whether the entry has an event with a known day."""
    return entry.event is not None and entry.event.precision == "day"


def path(entry: Entry) -> str | None:
    """Path of the calendar file of an entry's event at the edge, `/{kind}/{name}.ics`; None without a known day."""
    return f"/{entry.id}.ics" if has_day(entry) else None


def events_with_day(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of kind `events` with a known day, by first day and id.

    Entries of other kinds may have an event too, which would then be listed twice.
    """
    events = (entry for entry in entries if entry.kind == "events" and has_day(entry))
    found = [(entry.event.start, entry.id, entry) for entry in events if entry.event]
    return [entry for _, _, entry in sorted(found, key=lambda event: event[:2])]


def uid(entry: Entry, meeting: Meeting) -> str:
    """The UID of an entry's event in calendars. It must never change.

    It therefore depends on neither language nor address, but on the entry's id and the meeting's official name without
    spaces, punctuation, case and Thai marks. Events of the same id in different meetings have different UIDs.
    """
    name = unicodedata.normalize("NFKC", meeting.name.in_language(meeting.official_language)).casefold()
    letters = "".join(character for character in name if character.isalnum())
    kind, _, name = entry.id.partition("/")
    return f"{name if kind == 'events' else f'{kind}-{name}'}@{uuid5(UID_NAMESPACE, letters)}"


def sequence(entry: Entry, event: EventData) -> int:
    """The SEQUENCE, which grows with each correction and from scheduled to changed to cancelled.

    Calendars ignore a lower number. A correction counts more than any status, so that it can reinstate a cancelled
    event.
    """
    return 3 * len(entry.corrections) + STATUS_SEQUENCE[event.status]


def revised(entry: Entry) -> datetime:
    """DTSTAMP: the last day on which the entry was reviewed or corrected, in any language, at 00:00 UTC.

    Without METHOD, DTSTAMP is the time of the last revision (RFC 5545, 3.8.7.2).
    """
    days = [text.reviewed for text in entry.texts.values()] + [fix.date for fix in entry.corrections]
    return datetime.combine(max(days), time(), UTC)


def source_line(entry: Entry, language: Language, base: KnowledgeBase) -> str | None:
    """Document, paragraph and date of publication, as far as they are known; None without a source."""
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
        source=f"{name} ({dates.format_date(str(published), language)})" if published else name
    )


def description(entry: Entry, text: Text, base: KnowledgeBase) -> str:
    """The published passages word for word, then the source and, for a translation, a note that it is one."""
    note = messages.ICAL_TRANSLATION[text.language] if text.language != entry.official else None
    below = [line for line in (source_line(entry, text.language, base), note) if line]
    return "\n\n".join([*text.passages, "\n".join(below)]).rstrip()


def component(entry: Entry, event: EventData, language: Language, base: KnowledgeBase, address: str) -> Event:
    """One VEVENT of whole days: DTEND is the first day after the event (RFC 5545, 3.6.1)."""
    text = entry.in_language(language)
    language_parameter: dict[str, str] = {"language": text.language}
    where = [words.in_language(text.language) for words in (event.place, event.city, event.country) if words]
    made = Event()
    made.add("uid", uid(entry, base.meeting))
    made.add("dtstamp", revised(entry))
    made.add("sequence", sequence(entry, event))
    made.add("status", STATUS[event.status])
    made.add("dtstart", date.fromisoformat(event.start))
    made.add("dtend", dates.last_day(event.iso) + timedelta(days=1))
    made.add("summary", text.title.translate(NO_CONTROLS), parameters=language_parameter)
    made.add("description", description(entry, text, base).translate(NO_CONTROLS), parameters=language_parameter)
    if where:
        made.add("location", ", ".join(where).translate(NO_CONTROLS))
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
    """The VCALENDAR of these entries as UTF-8, in `language` or else in their official language.

    Entries without a known day are left out. `address`: public URL of the edge, without a slash at its end.
    `feed`: adds name and refresh interval for subscriptions. A file with one event must not have them, since Outlook
    would open a new calendar for it.

    There is no METHOD: PUBLISH requires an ORGANIZER (RFC 5546, 3.2.1), whose e-mail address is seldom published.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    if feed:
        name = base.meeting.name.in_language(language)
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
