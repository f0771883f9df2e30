"""Replies as Flex bubbles, JSON as LINE's API takes it. Words stand in them as they were published; pure.

Every text wraps, follows the reader's own font size, and keeps a contrast of at least 4.5 to what it stands on.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from yarl import URL

from bot.line.postbacks import FEEDBACK, Postback
from bot.line.rendering import wording
from bot.line.rendering.split import graphemes, shorten, utf16
from bot.messages.line import LABELS
from bot.reply import Choice, Citation, Language, Reply

Json = dict[str, Any]
INK, SOFT, ACCENT, WARNING = "#1B1F23", "#4A525A", "#0B5069", "#7A3E00"
LINE_COLOR, TINT, AMBER = "#D5DBE0", "#EFF4F6", "#FFF3DB"
URI, POSTBACK, SENT, LABEL = 1000, 300, 300, 40  # LINE's limits: UTF-16 units, the label in graphemes
SCHEMES = frozenset({"http", "https", "line", "tel"})  # what LINE takes; mailto is refused
BEGINNING = 300  # UTF-16 units of an answer that is shown where there is no room for more
ALT_BEGINNING, ALT_SOURCE = 250, 140  # UTF-16 units; LINE takes 400 in all
RATINGS = {"helpful": "1", "unhelpful": "0"}  # label -> what the postback says
FIELD = re.compile(r"([^:\n]{1,30}): (.+)")  # a line that reads back what was typed: label and value


def size(container: Json) -> int:
    """Bytes of its JSON, at most: as UTF-8 it is smaller than as escaped ASCII, which the SDK sends."""
    return len(json.dumps(container))


def text(content: str, **style: Any) -> Json:
    return {"type": "text", "text": content, "wrap": True, "scaling": True, "size": "md", "color": INK} | style


def small(content: str, **style: Any) -> Json:
    return text(content, **{"size": "sm", "color": SOFT} | style)


def box(contents: Sequence[Json], layout: str = "vertical", **style: Any) -> Json:
    """LINE refuses a text without words: such are left out."""
    shown = [each for each in contents if each.get("text", "-").strip()]
    return {"type": "box", "layout": layout, "contents": shown} | style


def framed(contents: Sequence[Json], background: str) -> Json:
    style = {"backgroundColor": background, "cornerRadius": "8px", "paddingAll": "12px", "spacing": "sm"}
    return box(contents, **style)


def separator() -> Json:
    return {"type": "separator", "color": LINE_COLOR}


def bubble(body: Sequence[Json], footer: Sequence[Json] = ()) -> Json:
    """All of one size, since a carousel takes no others."""
    made: Json = {"type": "bubble", "size": "giga", "body": box(body, spacing="lg", paddingAll="20px")}
    if footer:
        made["footer"] = box(footer, spacing="sm", paddingAll="16px", paddingTop="0px")
    return made


def uri(address: str) -> str | None:
    """The address as a button takes it, percent-encoded; None where LINE's API would refuse it."""
    try:
        url = URL(address)
        encoded = str(url)
    except ValueError:
        return None
    named = url.host if url.scheme in ("http", "https") else url.path
    return encoded if url.scheme in SCHEMES and named and encoded.isascii() and len(encoded) <= URI else None


def opening(label: str, address: str) -> Json | None:
    """An action that opens an address; None where LINE would refuse it."""
    found = uri(address)
    return {"type": "uri", "label": shorten(label, LABEL, graphemes), "uri": found} if found else None


def post(label: str, data: str) -> Json | None:
    """An action that tells us `data`, and shows its label in the chat; None where that is more than LINE takes."""
    if utf16(data) > POSTBACK:
        return None
    shown = shorten(label, LABEL, graphemes)
    return {"type": "postback", "label": shown, "data": data, "displayText": shown}


def saying(choice: Choice, label: int = LABEL) -> Json | None:
    """An action that sends the choice's message, whole; None where it is longer than any button can send."""
    if not choice.message.strip() or utf16(choice.message) > SENT:
        return None
    title = choice.title.strip() or choice.message
    return {"type": "message", "label": shorten(title, label, graphemes), "text": choice.message}


def button(action: Json, style: str = "link") -> Json:
    """`style` is `primary`, `secondary` (in LINE's own dark on light grey) or `link`."""
    made = {"type": "button", "style": style, "height": "sm", "action": action, "scaling": True}
    return made | {"adjustMode": "shrink-to-fit"} | ({} if style == "secondary" else {"color": ACCENT})


def outside(address: str) -> str:
    """The address marked to be opened in the phone's own browser: LINE's cannot pass a file on to the calendar."""
    try:
        return str(URL(address).update_query(openExternalBrowser="1"))
    except ValueError:
        return address


def rows(facts: Iterable[tuple[str, str]]) -> Json:
    """Labels beside values."""
    pairs = ([small(label, flex=2), text(value, flex=5)] for label, value in facts)
    return box([box(pair, "horizontal", spacing="md") for pair in pairs], spacing="sm")


def passage(reply: Reply, *, whole: bool, beginning: bool) -> list[Json]:
    """The sentence that answers, bold, then the passage; `whole` is False where the passage stands elsewhere."""
    stripped = reply.text.strip()
    lead = reply.lead or (shorten(stripped, BEGINNING) if beginning else "")
    first = text("" if lead == stripped and whole else lead, size="lg", weight="bold")
    if not whole:
        return [first]
    shown = text(reply.text, lineSpacing="6px")
    return [first, framed([shown], TINT) if reply.quote else shown]


def source(citation: Citation, language: Language) -> Json:
    """Its address stands below where no button can open it."""
    lines = [
        small(LABELS[language]["source"], weight="bold", color=ACCENT),
        text(citation.source, weight="bold"),
        small(wording.place_in(citation, language)),
        small("" if uri(citation.url) else citation.url),
    ]
    return box(lines, spacing="xs")


def event_rows(reply: Reply) -> list[Json]:
    event, labels = reply.event, LABELS[reply.language]
    if event is None:
        return []
    facts = wording.facts(event, reply.language)
    if event.ics and not uri(event.ics):
        facts.append((labels["calendar"], event.ics))
    return [rows(facts)]


def noted(notices: Sequence[str]) -> list[Json]:
    return [framed([small(each, color=WARNING) for each in notices], AMBER)] if notices else []


def beside(reply: Reply, *, official: bool) -> list[Json]:
    """All that stands beside the words, but the source."""
    language, found = reply.language, []
    if reply.quote and reply.quote.speaker.strip():
        about = wording.attribution(reply.quote, language)
        found.append(box([text(f"— {reply.quote.speaker}", weight="bold"), small(about)]))
    found += event_rows(reply)
    if others := wording.other_dates(reply):
        label = small(LABELS[language]["dates"], weight="bold", color=ACCENT)
        found.append(box([label, *(text(wording.in_both(each, language)) for each in others)], spacing="xs"))
    found += noted(wording.notices(reply))
    if reply.original and official and reply.original.text.strip():
        heading = small(wording.official(reply) or "", weight="bold", color=ACCENT)
        found.append(framed([heading, text(reply.original.text, lineSpacing="6px")], TINT))
    return found


def footer(reply: Reply) -> list[Json]:
    """Buttons: to the sources, into the calendar, and whether it helped."""
    labels = LABELS[reply.language]
    alone = len(reply.citations) == 1
    links = [opening(labels["open"] if alone else each.title, each.url) for each in reply.citations]
    if reply.event and reply.event.ics:
        links.append(opening(labels["calendar"], outside(reply.event.ics)))
    found = [button(link, "secondary" if number else "primary") for number, link in enumerate(filter(None, links))]
    if reply.receipt:
        pressed = {name: Postback(FEEDBACK, reply.receipt, value).data() for name, value in RATINGS.items()}
        rated = [post(labels[name], data) for name, data in pressed.items()]
        if all(rated):
            found.append(box([button(each) for each in rated if each], "horizontal", spacing="sm"))
    return found


def answer(reply: Reply, *, whole: bool = True, official: bool = True, note: str | None = None) -> Json:
    """An answer with its source. `whole` and `official`: its words, and the official ones, are in it; `note` says
    where they are if not: "above", or that some are missing: "cut"."""
    notes = {
        "above": LABELS[reply.language]["above"],
        "cut": wording.cut(reply.language, sourced=bool(reply.citations)),
    }
    kicker = small(wording.kicker(reply), weight="bold", color=WARNING if reply.original else ACCENT)
    cited = [source(each, reply.language) for each in reply.citations]
    body = [
        box([kicker, small(wording.heading(reply))], spacing="xs"),
        *passage(reply, whole=whole, beginning=note == "cut" and not whole),
        small(notes[note] if note else ""),
        *beside(reply, official=official),
        separator(),
        box([*cited, small(wording.as_of(reply) or "")], spacing="sm"),
    ]
    return bubble(body, footer(reply))


def choosing(reply: Reply) -> Json:
    """A question with its choices, their titles in full."""
    rows = []
    for choice in reply.choices:
        action = saying(choice)
        look = {"borderColor": ACCENT if action else LINE_COLOR, "borderWidth": "1px", "cornerRadius": "8px"}
        label = text(choice.title.strip() or choice.message, color=ACCENT if action else INK, weight="bold")
        rows.append(box([label], paddingAll="12px", **look) | ({"action": action} if action else {}))
    return bubble([text(reply.text, size="lg", weight="bold"), box(rows, spacing="md"), *noted(reply.notices)])


def reading_back(reply: Reply) -> Json | None:
    """What somebody has typed, field by field; None for a text with fewer than two lines that read `label: value`."""
    lines = [line for line in reply.text.splitlines() if line.strip()]
    fields = [FIELD.fullmatch(line) for line in lines]
    if sum(map(bool, fields)) < 2:
        return None
    parts = [
        box([small(field[1], weight="bold", color=ACCENT), text(field[2])]) if field else text(line)
        for line, field in zip(lines, fields, strict=True)
    ]
    kicker = small(LABELS[reply.language]["confirm"], weight="bold", color=ACCENT)
    return bubble([kicker, *parts, *noted(reply.notices)])


def saying_only(content: str, *buttons: Json) -> Json:
    return bubble([text(content, lineSpacing="6px")], [button(each, "primary") for each in buttons])


def alt(reply: Reply) -> str:
    """What stands for a bubble in a notification and is read aloud: the answer or its beginning, and the source."""
    said = shorten(" ".join((reply.lead or reply.text).split()), ALT_BEGINNING)
    cited = [shorten(wording.source_line(each, reply.language), ALT_SOURCE) for each in reply.citations[:1]]
    return "\n".join(filter(None, [said, *cited])) or wording.kicker(reply)
