"""An entry as schema.org JSON-LD, for search engines and fact-checkers. Pure functions."""

import json
from typing import Any

from bot.content.loader import KnowledgeBase
from bot.content.models import DocumentSource, Entry, EventData, QuoteData, Text, Words

STATUS = {"scheduled": "EventScheduled", "changed": "EventRescheduled", "cancelled": "EventCancelled"}
# A script element ends at the first "</script", even inside a JSON string, so these characters are escaped.
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def localized(words: Words | None) -> list[dict[str, str]] | None:
    """A text in each language that it has."""
    if words is None:
        return None
    found = {"th": words.th, "en": words.en}
    return [{"@language": language, "@value": value} for language, value in found.items() if value]


def texts(entry: Entry, of: str) -> list[dict[str, str]]:
    """`of`: "title" or "body". That text in each language, the official one first."""
    ordered = sorted(entry.texts.values(), key=lambda text: text.language != entry.official)
    return [{"@language": text.language, "@value": value(text, of)} for text in ordered]


def value(text: Text, of: str) -> str:
    return text.title if of == "title" else "\n\n".join(text.passages)


def event(entry: Entry, data: EventData) -> dict[str, Any]:
    place = [words for words in (data.place, data.city, data.country) if words]
    found: dict[str, Any] = {
        "@type": "Event",
        "name": texts(entry, "title"),
        "startDate": data.start,
        "endDate": data.end,
        "eventStatus": f"https://schema.org/{STATUS[data.status]}",
    }
    if place:
        found["location"] = {"@type": "Place", "name": localized(place[0]), "address": localized(place[-1])}
    if data.host:
        found["organizer"] = {"@type": "Organization", "name": localized(data.host)}
    return found


def quotation(entry: Entry, data: QuoteData, base: KnowledgeBase) -> dict[str, Any]:
    speaker = base.entries[data.speaker]
    person = {"@type": "Person", "name": texts(speaker, "title"), "jobTitle": localized(data.role)}
    words = texts(entry, "body")
    return {"@type": "Quotation", "text": words, "creator": without_empty_values(person), "dateCreated": data.date}


def thing(entry: Entry, base: KnowledgeBase) -> dict[str, Any]:
    """The schema.org type of the entry with its properties."""
    if entry.event:
        return event(entry, entry.event)
    if entry.quote:
        return quotation(entry, entry.quote, base)
    if entry.person:
        titles = [localized(role.title) for role in entry.person.roles]
        return {"@type": "Person", "name": texts(entry, "title"), "jobTitle": titles}
    if entry.kind == "documents":
        return {"@type": "Article", "headline": texts(entry, "title"), "articleBody": texts(entry, "body")}
    return {"@type": "Claim", "name": texts(entry, "title"), "text": texts(entry, "body")}


def published_in(entry: Entry, base: KnowledgeBase, address: str) -> dict[str, Any] | None:
    if entry.source is None:
        return None
    if isinstance(entry.source, DocumentSource):
        document = base.entries[entry.source.document]
        url = f"{address}/kb/{document.id}#p{entry.source.paragraph}"
        return {"@type": "Article", "name": texts(document, "title"), "url": url}
    return {"@type": "CreativeWork", "name": entry.source.name, "url": entry.source.url}


def without_empty_values(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def json_ld(entry: Entry, base: KnowledgeBase, address: str) -> str:
    """The content of a `script` element of type application/ld+json, escaped so that it cannot end the element.

    `address`: public URL of the edge, without a slash at its end.
    """
    source = published_in(entry, base, address)
    data = {
        "@context": "https://schema.org",
        **thing(entry, base),
        "@id": f"{address}/kb/{entry.id}",
        "url": f"{address}/kb/{entry.id}",
        "datePublished": entry.published.isoformat() if entry.published else None,
        "isBasedOn": without_empty_values(source) if source else None,
        "publisher": {"@type": "Organization", "name": localized(base.meeting.press_office.name)},
    }
    return json.dumps(without_empty_values(data), ensure_ascii=False).translate(UNSAFE)


def description(text: Text, longest: int = 200) -> str:
    """The beginning of the text, for previews; cut at a space."""
    body = " ".join(text.passages)
    return body if len(body) <= longest else body[:longest].rpartition(" ")[0] + " …"
