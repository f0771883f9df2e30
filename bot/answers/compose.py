"""Builds Replies from entries: the published text with its source, and beside it only dates, notices and labels.

Pure functions; the knowledge base that they get holds only what is public.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answers import ical
from bot.content.loader import KnowledgeBase
from bot.content.models import DocumentSource, Entry, Meeting, Text
from bot.messages import answers as messages
from bot.reply import Choice, Citation, DateText, EventCard, Language, Original, Outcome, QuoteCard, Reply
from bot.text import dates

MAX_QUOTED = 80  # characters of a question that is named in a Reply
RELATED = 2  # choices beside an answer


def office_line(meeting: Meeting, language: Language) -> str:
    """The press office and how to reach it, as far as kb/meeting.yml says."""
    office = meeting.press_office
    hours = office.hours.within(language) if office.hours else None
    return ", ".join(part for part in (office.name.within(language), office.email, office.phone, hours) if part)


def source_date(entry: Entry, base: KnowledgeBase) -> str | None:
    """When the words were published: the entry's own date, else its document's. None where none was published."""
    if entry.published:
        return entry.published.isoformat()
    if isinstance(entry.source, DocumentSource):
        return source_date(base.entries[entry.source.document], base)
    return entry.source.date.isoformat() if entry.source else None


def cite(entry: Entry, text: Text, number: int, base: KnowledgeBase) -> Citation:
    """Where passage `number` of the entry stands: in the document it was published in, where that is known."""
    paragraph, url = number, f"/kb/{entry.id}#p{number}"
    if isinstance(entry.source, DocumentSource):
        document = base.entries[entry.source.document]
        paragraph, url = entry.source.paragraph, f"/kb/{document.id}#p{entry.source.paragraph}"
        name = document.in_language(text.language).title
    else:
        name = entry.source.name if entry.source else text.title
    return Citation(
        entry=entry.id,
        title=text.title,
        source=name,
        published=source_date(entry, base),
        official_language=entry.official,
        paragraph=paragraph,
        url=url,
    )


def event_card(entry: Entry, language: Language, today: date) -> EventCard | None:
    event = entry.event
    if event is None:
        return None
    where = [words.within(language) for words in (event.place, event.city, event.country) if words]
    return EventCard(
        start=event.start,
        end=event.end,
        precision=event.precision,
        place=", ".join(where) or None,
        host=event.host.within(language) if event.host else None,
        status=event.status,
        past=dates.last_day(event.iso) < today,
        ics=ical.path(entry),
    )


def quote_card(entry: Entry, language: Language, base: KnowledgeBase) -> QuoteCard | None:
    quote = entry.quote
    if quote is None:
        return None
    return QuoteCard(
        speaker=base.entries[quote.speaker].in_language(language).title,
        role=quote.role.within(language) if quote.role else None,
        occasion=quote.occasion.within(language) if quote.occasion else None,
        date=quote.date,
    )


def offices(passage: str, language: Language, base: KnowledgeBase) -> Iterator[str]:
    """Of each office that a passage names with its holder: that it is stated as of a date, never as of today."""
    for entry in base.entries.values():
        names = (entry.in_language(language).title, *entry.aliases)
        if entry.person and any(name in passage for name in names):
            for role in entry.person.roles:
                title = role.title.within(language)
                if role.as_of and title in passage:
                    when = dates.words(role.as_of, language)
                    yield messages.OFFICE_AS_OF[language].format(person=names[0], title=title, date=when)


def past(entry: Entry, base: KnowledgeBase, language: Language) -> str:
    """That an event is over; and where it was announced, unless it is the meeting itself."""
    meeting = base.meeting
    if base.is_meeting(entry.id) or not isinstance(entry.source, DocumentSource):
        return messages.NOTICES["past"][language]
    when = dates.words(meeting.iso, language)
    return messages.NOTICES["announced"][language].format(meeting=meeting.name.within(language), date=when)


def notices(
    entry: Entry, text: Text, passage: str, language: Language, event: EventCard | None, base: KnowledgeBase
) -> list[str]:
    """What the reader must know beside the words, in the reader's language."""
    found = []
    if text.language != language:
        found.append(messages.NOTICES["untranslated"][language])
    elif text.language != entry.official:
        found.append(messages.NOTICES["translation"][language])
    if event and event.status != "scheduled":
        found.append(messages.NOTICES[event.status][language])
    if event and event.past and event.status != "cancelled":
        found.append(past(entry, base, language))
    found.extend(offices(passage, language, base))
    for fix in entry.corrections:
        when = dates.words(str(fix.date), language)
        found.append(messages.CORRECTED[language].format(date=when, was=fix.was, now=fix.now))
    return found


def answered(
    entry: Entry,
    number: int,
    language: Language,
    base: KnowledgeBase,
    today: date,
    confidence: float | None = None,
    lead: str | None = None,
) -> Reply:
    """Passage `number` (from 1) of an entry, word for word, in `language` where there is such a text."""
    text = entry.in_language(language)
    official = entry.texts[entry.official]
    event = event_card(entry, text.language, today)
    original = None
    if text.language != entry.official and number <= len(official.passages):
        original = Original(language=entry.official, text=official.passages[number - 1])
    return Reply(
        outcome=Outcome.ANSWERED,
        language=text.language,
        text=text.passages[number - 1],
        citations=[cite(entry, text, number, base)],
        original=original,
        dates=[DateText(**dates.both_eras(iso)) for iso in entry.all_dates],
        event=event,
        quote=quote_card(entry, text.language, base),
        choices=onward(entry, event, language, base),
        notices=notices(entry, text, text.passages[number - 1], language, event, base),
        as_of=source_date(entry, base) or base.meeting.dates.end.isoformat(),
        confidence=None if confidence is None else round(confidence, 4),
        lead=lead,
    )


def onward(entry: Entry, event: EventCard | None, language: Language, base: KnowledgeBase) -> list[Choice]:
    """Where to go from an answer: into the calendar, and to what is related."""
    related = [base.entries[id] for id in entry.related if base.entries[id].kind != "documents"]
    found = [messages.TO_CALENDAR[language]] if event and event.ics else []
    return found + choices(related, language)[: RELATED - len(found)]


def choices(entries: Sequence[Entry], language: Language) -> list[Choice]:
    """Entries as things to ask for: the title to show, a sample question to send."""
    texts = [entry.in_language(language) for entry in entries]
    return [Choice(title=text.title, message=text.questions[0] if text.questions else text.title) for text in texts]


def clarify(entries: Sequence[Entry], language: Language) -> Reply:
    return Reply(
        outcome=Outcome.CLARIFY, language=language, text=messages.CLARIFY[language], choices=choices(entries, language)
    )


def not_announced(meeting: Meeting, language: Language, near: Sequence[Entry] = ()) -> Reply:
    """Nothing published says it. The wording never depends on what is under embargo."""
    ask = messages.ASK_OFFICE[language].format(office=office_line(meeting, language))
    return Reply(
        outcome=Outcome.NOT_ANNOUNCED,
        language=language,
        text=f"{messages.NOT_ANNOUNCED[language]} {ask} {messages.OFFER_HANDOFF[language]}",
        choices=[*choices(near, language), messages.PASS_ON[language]],
    )


def out_of_scope(meeting: Meeting, language: Language) -> Reply:
    text = messages.OUT_OF_SCOPE[language].format(meeting=meeting.name.within(language))
    return Reply(outcome=Outcome.OUT_OF_SCOPE, language=language, text=text)


def out_of_scope_question(question: str, language: Language) -> Reply:
    """One of several questions is about something else: which one is named."""
    text = messages.OUT_OF_SCOPE_QUESTION[language].format(question=beginning(question))
    return Reply(outcome=Outcome.OUT_OF_SCOPE, language=language, text=text)


def beginning(text: str) -> str:
    """A text up to MAX_QUOTED characters, cut at a space where there is one and never before a combining mark."""
    text = " ".join(text.split())
    if len(text) <= MAX_QUOTED:
        return text
    end = text.rfind(" ", MAX_QUOTED // 2, MAX_QUOTED)
    if end < 0:
        end = MAX_QUOTED
        while unicodedata.category(text[end]) in ("Mn", "Mc"):
            end -= 1
    return text[:end] + " …"


def press_office(meeting: Meeting, language: Language) -> Reply:
    """Who answers for the meeting and how to reach them; that no contact was published is said."""
    text = messages.PRESS_OFFICE[language].format(office=office_line(meeting, language))
    if not (meeting.press_office.email or meeting.press_office.phone):
        text += " " + messages.NO_CONTACT[language]
    return Reply(outcome=Outcome.SOCIAL, language=language, text=text)
