"""How dates, events, speakers and sources read on LINE, in the reader's language. The labels: bot/messages/line.py."""

from bot.messages.line import LABELS
from bot.reply import Citation, DateText, EventCard, Language, QuoteCard, Reply
from bot.text import dates


def format_date(iso: str, language: Language) -> str:
    """`2019-03-28` -> 28 มีนาคม พ.ศ. 2562. A text that is not a date is returned unchanged."""
    try:
        return dates.format_date(iso, language)
    except ValueError:
        return iso


def format_date_in_both_eras(iso: str, language: Language) -> str:
    """28 มีนาคม พ.ศ. 2562 (28 March 2019), the reader's own first."""
    return date_text(DateText(iso=iso, th=format_date(iso, "th"), en=format_date(iso, "en")), language)


def date_text(date: DateText, language: Language) -> str:
    own, other = (date.th, date.en) if language == "th" else (date.en, date.th)
    return own if own == other else f"{own} ({other})"


def event_interval(event: EventCard) -> str:
    """ISO 8601 of a day, a month or an interval."""
    return f"{event.start}/{event.end}" if event.end else event.start


def event_facts(event: EventCard, language: Language) -> list[tuple[str, str]]:
    """(label, value): date, place, host and status, those that are known."""
    labels = LABELS[language]
    status = "past" if event.past and event.status != "cancelled" else event.status
    date = format_date_in_both_eras(event_interval(event), language)
    values = {"date": date, "place": event.place, "host": event.host}
    facts = [(labels[name], value) for name, value in values.items() if value]
    return [*facts, (labels["status"], labels[status])]


def other_dates(reply: Reply) -> list[DateText]:
    """The reply's dates except the event's own."""
    own = event_interval(reply.event) if reply.event else None
    return [each for each in reply.dates if each.iso != own]


def attribution(quote: QuoteCard, language: Language) -> str:
    """Role, occasion and date, one in each line."""
    date = format_date_in_both_eras(quote.date, language) if quote.date else None
    return "\n".join(part for part in (quote.role, quote.occasion, date) if part)


def heading(reply: Reply) -> str:
    """The entry's title; empty if it is the source's title too."""
    return next((each.title for each in reply.citations[:1] if each.title != each.source), "")


def source_location(citation: Citation, language: Language) -> str:
    """Paragraph and date of publication."""
    parts = (
        LABELS[language]["paragraph"].format(number=citation.paragraph) if citation.paragraph else None,
        format_date(citation.published, language) if citation.published else None,
    )
    return " · ".join(part for part in parts if part)


def source_line(citation: Citation, language: Language) -> str:
    """The source in one line, without its address."""
    parts = dict.fromkeys((citation.title, citation.source, source_location(citation, language)))
    return f"{LABELS[language]['source']}: {' · '.join(part for part in parts if part)}"


def source_lines(reply: Reply) -> str:
    """Every source, with its address in a line of its own; empty without sources."""
    return "\n".join(f"{source_line(each, reply.language)}\n{each.url}" for each in reply.citations)


def as_of(reply: Reply) -> str | None:
    """The date as of which the answer is valid; None if it is a source's date of publication."""
    if not reply.as_of or reply.as_of in [each.published for each in reply.citations]:
        return None
    return LABELS[reply.language]["as of"].format(date=format_date(reply.as_of, reply.language))


def kicker(reply: Reply) -> str:
    """The line above an answer: published text, or unofficial translation."""
    return LABELS[reply.language]["unofficial" if reply.original else "answered"]


def notices_beyond_kicker(reply: Reply) -> list[str]:
    """The notices, without one that repeats the kicker."""
    return [each for each in reply.notices if each.rstrip(".") != kicker(reply)]


def official_heading(reply: Reply) -> str | None:
    """The heading of the official text; None if the reply is no translation."""
    return LABELS[reply.language][f"official {reply.original.language}"] if reply.original else None


def truncation_note(language: Language, *, sourced: bool) -> str:
    """Says that text is missing and, if there is a source, that the rest is there."""
    labels = LABELS[language]
    return f"{labels['too long']} {labels['read on']}" if sourced else labels["too long"]


def details(reply: Reply) -> str:
    """Everything but the answer and its sources, as text: speaker, event, dates, notices, official text."""
    language = reply.language
    quote, event, original = reply.quote, reply.event, reply.original
    blocks = [
        f"— {quote.speaker}\n{attribution(quote, language)}".rstrip() if quote else "",
        "\n".join(f"{label}: {value}" for label, value in event_facts(event, language)) if event else "",
        f"{LABELS[language]['calendar']}: {event.ics}" if event and event.ics else "",
        "\n".join(date_text(each, language) for each in other_dates(reply)),
        "\n".join(reply.notices),
        f"{official_heading(reply)}:\n{original.text}" if original else "",
        as_of(reply) or "",
    ]
    return "\n\n".join(block for block in blocks if block)
