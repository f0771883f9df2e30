"""Our own words on LINE's cards, in both languages: labels, how dates and sources read. Never answers."""

from bot.messages.line import LABELS
from bot.reply import Citation, DateText, EventCard, Language, QuoteCard, Reply
from bot.text import dates


def day(iso: str, language: Language) -> str:
    """`2019-03-28` -> 28 มีนาคม พ.ศ. 2562; what is no date stays as it is."""
    try:
        return dates.words(iso, language)
    except ValueError:
        return iso


def both_eras(iso: str, language: Language) -> str:
    """The reader's own first: 28 มีนาคม พ.ศ. 2562 (28 March 2019)."""
    return in_both(DateText(iso=iso, th=day(iso, "th"), en=day(iso, "en")), language)


def in_both(date: DateText, language: Language) -> str:
    own, other = (date.th, date.en) if language == "th" else (date.en, date.th)
    return own if own == other else f"{own} ({other})"


def span(event: EventCard) -> str:
    """ISO 8601 of a day, a month or an interval."""
    return f"{event.start}/{event.end}" if event.end else event.start


def facts(event: EventCard, language: Language) -> list[tuple[str, str]]:
    """Label and value of what is known of an event."""
    labels = LABELS[language]
    standing = "past" if event.past and event.status != "cancelled" else event.status
    known = {"date": both_eras(span(event), language), "place": event.place, "host": event.host}
    found = [(labels[name], value) for name, value in known.items() if value]
    return [*found, (labels["status"], labels[standing])]


def other_dates(reply: Reply) -> list[DateText]:
    """Those spoken of beside the event's own."""
    own = span(reply.event) if reply.event else None
    return [each for each in reply.dates if each.iso != own]


def attribution(quote: QuoteCard, language: Language) -> str:
    """Who said it and where, below the name."""
    parts = (quote.role, quote.occasion, both_eras(quote.date, language) if quote.date else None)
    return "\n".join(part for part in parts if part)


def heading(reply: Reply) -> str:
    """What the answer is about, where its source does not bear the same title."""
    return next((each.title for each in reply.citations[:1] if each.title != each.source), "")


def place_in(citation: Citation, language: Language) -> str:
    """Where in its document, and when that was published."""
    parts = (
        LABELS[language]["paragraph"].format(number=citation.paragraph) if citation.paragraph else None,
        day(citation.published, language) if citation.published else None,
    )
    return " · ".join(part for part in parts if part)


def source_line(citation: Citation, language: Language) -> str:
    """The whole source in one line, without its address."""
    parts = dict.fromkeys((citation.title, citation.source, place_in(citation, language)))
    return f"{LABELS[language]['source']}: {' · '.join(part for part in parts if part)}"


def as_of(reply: Reply) -> str | None:
    """ActionResult where no date of publication says the same."""
    if not reply.as_of or reply.as_of in [each.published for each in reply.citations]:
        return None
    return LABELS[reply.language]["as of"].format(date=day(reply.as_of, reply.language))


def kicker(reply: Reply) -> str:
    """What an answer is: published words, or a translation of such."""
    return LABELS[reply.language]["unofficial" if reply.original else "answered"]


def notices(reply: Reply) -> list[str]:
    """Those that say more than the kicker."""
    return [each for each in reply.notices if each.rstrip(".") != kicker(reply)]


def official(reply: Reply) -> str | None:
    """The heading of the official wording."""
    return LABELS[reply.language][f"official {reply.original.language}"] if reply.original else None


def cut(language: Language, *, sourced: bool) -> str:
    """That something is missing, and where it is."""
    labels = LABELS[language]
    return f"{labels['too long']} {labels['read on']}" if sourced else labels["too long"]


def sources(reply: Reply) -> str:
    """Every source with its address, in lines; empty where there is none."""
    return "\n".join(f"{source_line(each, reply.language)}\n{each.url}" for each in reply.citations)


def around(reply: Reply) -> str:
    """All that stands beside a reply's words, as text: who, when, where, notices, the official wording, sources."""
    language = reply.language
    quote, event, original = reply.quote, reply.event, reply.original
    blocks = [
        f"— {quote.speaker}\n{attribution(quote, language)}".rstrip() if quote else "",
        "\n".join(f"{label}: {value}" for label, value in facts(event, language)) if event else "",
        f"{LABELS[language]['calendar']}: {event.ics}" if event and event.ics else "",
        "\n".join(in_both(each, language) for each in other_dates(reply)),
        "\n".join(reply.notices),
        f"{official(reply)}:\n{original.text}" if original else "",
        as_of(reply) or "",
    ]
    return "\n\n".join(block for block in blocks if block)
