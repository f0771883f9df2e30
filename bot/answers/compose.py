"""Builds Replies from entries: the published text and its source, to which only dates, notices and labels are added.

Pure functions. The knowledge base passed to them must hold public entries only.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answers import ical
from bot.content.loader import KnowledgeBase
from bot.content.models import DocumentSource, Entry, Meeting, Text
from bot.messages import answers as messages
from bot.reading.answer_sentence import NOTHING, Highlight
from bot.reply import AnswerWords, Choice, Citation, DateText, EventCard, Language, Original, Outcome, QuoteCard, Reply
from bot.text import dates

MAX_QUOTED = 80  # characters of a question that a Reply quotes
MAX_CHOICES = 2  # choices beside an answer


def office_line(meeting: Meeting, language: Language) -> str:
    """Name, e-mail, phone and hours of the press office: those that kb/meeting.yml has."""
    office = meeting.press_office
    hours = office.hours.in_language(language) if office.hours else None
    return ", ".join(part for part in (office.name.in_language(language), office.email, office.phone, hours) if part)


def source_date(entry: Entry, base: KnowledgeBase) -> str | None:
    """The ISO date of publication: the entry's own, else its source's; None if neither has one."""
    if entry.published:
        return entry.published.isoformat()
    if isinstance(entry.source, DocumentSource):
        return source_date(base.entries[entry.source.document], base)
    return entry.source.date.isoformat() if entry.source else None


def cite(entry: Entry, text: Text, number: int, base: KnowledgeBase) -> Citation:
    """The source of passage `number` (from 1): a paragraph of the entry's document, if it has one, else the entry."""
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
    where = [words.in_language(language) for words in (event.place, event.city, event.country) if words]
    return EventCard(
        start=event.start,
        end=event.end,
        precision=event.precision,
        place=", ".join(where) or None,
        host=event.host.in_language(language) if event.host else None,
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
        role=quote.role.in_language(language) if quote.role else None,
        occasion=quote.occasion.in_language(language) if quote.occasion else None,
        date=quote.date,
    )


def office_notices(passage: str, language: Language, base: KnowledgeBase) -> Iterator[str]:
    """For each person whom the passage names with an office: a notice as of which date that is stated."""
    for entry in base.entries.values():
        names = (entry.in_language(language).title, *entry.aliases)
        if entry.person and any(name in passage for name in names):
            for role in entry.person.roles:
                title = role.title.in_language(language)
                if role.as_of and title in passage:
                    when = dates.format_date(role.as_of, language)
                    yield messages.OFFICE_AS_OF[language].format(person=names[0], title=title, date=when)


def past_notice(entry: Entry, base: KnowledgeBase, language: Language) -> str:
    """The notice that an event is over and, unless it is the meeting itself, where it was announced."""
    meeting = base.meeting
    if base.is_meeting(entry.id) or not isinstance(entry.source, DocumentSource):
        return messages.NOTICES["past"][language]
    when = dates.format_date(meeting.iso, language)
    return messages.NOTICES["announced"][language].format(meeting=meeting.name.in_language(language), date=when)


def notices(
    entry: Entry, text: Text, passage: str, language: Language, event: EventCard | None, base: KnowledgeBase
) -> list[str]:
    """Notices in the reader's language: translation, status of the event, dates of offices, corrections."""
    found = []
    if text.language != language:
        found.append(messages.NOTICES["untranslated"][language])
    elif text.language != entry.official:
        found.append(messages.NOTICES["translation"][language])
    if event and event.status != "scheduled":
        found.append(messages.NOTICES[event.status][language])
    if event and event.past and event.status != "cancelled":
        found.append(past_notice(entry, base, language))
    found.extend(office_notices(passage, language, base))
    for fix in entry.corrections:
        when = dates.format_date(str(fix.date), language)
        found.append(messages.CORRECTED[language].format(date=when, was=fix.was, now=fix.now))
    return found


def answered(
    entry: Entry,
    number: int,
    language: Language,
    base: KnowledgeBase,
    today: date,
    confidence: float | None = None,
    highlight: Highlight = NOTHING,
) -> Reply:
    """Passage `number` (from 1) of an entry, word for word, in `language` or else in the official language.

    `confidence`: probability that it answers; `highlight`: the words of the passage that answer, and their sentence.
    """
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
        choices=follow_up_choices(entry, event, language, base),
        notices=notices(entry, text, text.passages[number - 1], language, event, base),
        as_of=source_date(entry, base) or base.meeting.dates.end.isoformat(),
        confidence=None if confidence is None else round(confidence, 4),
        lead=highlight.sentence,
        answer=highlight.words and AnswerWords(start=highlight.words[0], end=highlight.words[1]),
    )


def follow_up_choices(entry: Entry, event: EventCard | None, language: Language, base: KnowledgeBase) -> list[Choice]:
    """Choices beside an answer: the calendar file of its event, then related entries; at most MAX_CHOICES."""
    related = [base.entries[id] for id in entry.related if base.entries[id].kind != "documents"]
    found = [messages.TO_CALENDAR[language]] if event and event.ics else []
    return found + choices(related, language)[: MAX_CHOICES - len(found)]


def choices(entries: Sequence[Entry], language: Language) -> list[Choice]:
    """Entries as choices, which show the title and send a sample question."""
    texts = [entry.in_language(language) for entry in entries]
    return [Choice(title=text.title, message=text.questions[0] if text.questions else text.title) for text in texts]


def clarify(entries: Sequence[Entry], language: Language) -> Reply:
    return Reply(
        outcome=Outcome.CLARIFY, language=language, text=messages.CLARIFY[language], choices=choices(entries, language)
    )


def not_announced(meeting: Meeting, language: Language, near: Sequence[Entry] = ()) -> Reply:
    """The Reply if nothing published answers. The wording never depends on entries under embargo.

    `near`: entries to offer as choices.
    """
    ask = messages.ASK_OFFICE[language].format(office=office_line(meeting, language))
    return Reply(
        outcome=Outcome.NOT_ANNOUNCED,
        language=language,
        text=f"{messages.NOT_ANNOUNCED[language]} {ask} {messages.OFFER_HANDOFF[language]}",
        choices=[*choices(near, language), messages.PASS_ON[language]],
    )


def out_of_scope(meeting: Meeting, language: Language) -> Reply:
    text = messages.OUT_OF_SCOPE[language].format(meeting=meeting.name.in_language(language))
    return Reply(outcome=Outcome.OUT_OF_SCOPE, language=language, text=text)


def out_of_scope_question(question: str, language: Language) -> Reply:
    """The Reply to one of several questions that is out of scope; it quotes the question."""
    text = messages.OUT_OF_SCOPE_QUESTION[language].format(question=shortened(question))
    return Reply(outcome=Outcome.OUT_OF_SCOPE, language=language, text=text)


def shortened(text: str) -> str:
    """The text, cut to about MAX_QUOTED characters: at a space if possible, never before a combining mark."""
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
    """The press office and how to reach it, or that no contact has been published."""
    text = messages.PRESS_OFFICE[language].format(office=office_line(meeting, language))
    if not (meeting.press_office.email or meeting.press_office.phone):
        text += " " + messages.NO_CONTACT[language]
    return Reply(outcome=Outcome.SOCIAL, language=language, text=text)
