"""The cards that LINE shows, one function for each kind: `answer_card`, `clarification_card`, `confirmation_card` and
`text_card`. They contain published words unchanged.

A new kind of card is a function here, and an entry in `CARDS` (render.py) that says for which outcome it is used.
"""

import re
from collections.abc import Sequence

from bot.line.postbacks import FEEDBACK, Postback
from bot.line.rendering import formatting
from bot.line.rendering.flex import (
    ACCENT_COLOR,
    NOTICE_COLOR,
    PANEL_COLOR,
    SEPARATOR_COLOR,
    TEXT_COLOR,
    WARNING_COLOR,
    Json,
    box,
    bubble,
    button,
    button_uri,
    emphasized_text,
    external_browser_uri,
    message_action,
    panel,
    postback_action,
    rows,
    separator,
    small_text,
    text,
    uri_action,
)
from bot.line.rendering.split import shorten
from bot.messages.line import LABELS
from bot.reply import Citation, Language, Reply

EXCERPT_UNITS = 300  # UTF-16 units of an answer that is too long for its card and for messages above it
ALT_ANSWER_UNITS, ALT_SOURCE_UNITS = 250, 140  # UTF-16 units of both parts of an alternative text
FEEDBACK_VALUES = {"helpful": "1", "unhelpful": "0"}  # label -> detail of the postback
LABELLED_LINE = re.compile(r"([^:\n]{1,30}): (.+)")


def answer_card(
    reply: Reply, *, with_text: bool = True, with_official_text: bool = True, note: str | None = None
) -> Json:
    """A published answer with its source.

    `with_text` and `with_official_text` are False if those texts are messages above the card. `note`: "above" says that
    they are there, "cut" that some of the text is missing.
    """
    notes = {
        "above": LABELS[reply.language]["above"],
        "cut": formatting.truncation_note(reply.language, sourced=bool(reply.citations)),
    }
    color = WARNING_COLOR if reply.original else ACCENT_COLOR
    kicker = small_text(formatting.kicker(reply), weight="bold", color=color)
    sources = [source_block(each, reply.language) for each in reply.citations]
    body = [
        box([kicker, small_text(formatting.heading(reply))], spacing="xs"),
        *answer_text(reply, with_text=with_text, excerpt=note == "cut" and not with_text),
        small_text(notes[note] if note else ""),
        *detail_blocks(reply, with_official_text=with_official_text),
        separator(),
        box([*sources, small_text(formatting.as_of(reply) or "")], spacing="sm"),
    ]
    return bubble(body, answer_buttons(reply))


def clarification_card(reply: Reply) -> Json | None:
    """A question with its choices, whose titles are not shortened. None without choices."""
    if not reply.choices or not reply.text.strip():
        return None
    choices = []
    for choice in reply.choices:
        action = message_action(choice)
        color = ACCENT_COLOR if action else TEXT_COLOR
        label = text(choice.title.strip() or choice.message, color=color, weight="bold")
        border = {"borderColor": ACCENT_COLOR if action else SEPARATOR_COLOR, "borderWidth": "1px"}
        made = box([label], paddingAll="12px", cornerRadius="8px", **border)
        choices.append(made | ({"action": action} if action else {}))
    question = text(reply.text, size="lg", weight="bold")
    return bubble([question, box(choices, spacing="md"), *notice_blocks(reply.notices)])


def confirmation_card(reply: Reply) -> Json | None:
    """An enquiry read back field by field. None for a text with fewer than two lines of the form `label: value`."""
    lines = [line for line in reply.text.splitlines() if line.strip()]
    fields = [LABELLED_LINE.fullmatch(line) for line in lines]
    if sum(map(bool, fields)) < 2:
        return None
    blocks = [
        box([small_text(field[1], weight="bold", color=ACCENT_COLOR), text(field[2])]) if field else text(line)
        for line, field in zip(lines, fields, strict=True)
    ]
    kicker = small_text(LABELS[reply.language]["confirm"], weight="bold", color=ACCENT_COLOR)
    return bubble([kicker, *blocks, *notice_blocks(reply.notices)])


def text_card(content: str, *actions: Json) -> Json:
    """A text with buttons."""
    return bubble([text(content, lineSpacing="6px")], [button(each, "primary") for each in actions])


def alt_text(reply: Reply) -> str:
    """What notifications show and screen readers read instead of the card: the answer, shortened, and its source."""
    answer = shorten(" ".join((reply.lead or reply.text).split()), ALT_ANSWER_UNITS)
    source = [shorten(formatting.source_line(each, reply.language), ALT_SOURCE_UNITS) for each in reply.citations[:1]]
    return "\n".join(filter(None, [answer, *source])) or formatting.kicker(reply)


# Blocks of the answer card -------------------------------------------------------------------------------------------


def answer_text(reply: Reply, *, with_text: bool, excerpt: bool) -> list[Json]:
    """The answering sentence in bold, then the passage. Without a lead, `excerpt` shows the passage's beginning."""
    passage = reply.text.strip()
    lead = reply.lead or (shorten(passage, EXCERPT_UNITS) if excerpt else "")
    first = text("" if lead == passage and with_text else lead, size="lg", weight="bold")
    if not with_text:
        return [first]
    shown = text(reply.text, lineSpacing="6px")
    if reply.answer:
        shown = emphasized_text(reply.text, reply.answer.start, reply.answer.end, lineSpacing="6px")
    return [first, panel([shown], PANEL_COLOR) if reply.quote else shown]


def detail_blocks(reply: Reply, *, with_official_text: bool) -> list[Json]:
    """Speaker, event, other dates, notices and official text."""
    language, blocks = reply.language, []
    if reply.quote and reply.quote.speaker.strip():
        attribution = small_text(formatting.attribution(reply.quote, language))
        blocks.append(box([text(f"— {reply.quote.speaker}", weight="bold"), attribution]))
    blocks += event_blocks(reply)
    if dates := formatting.other_dates(reply):
        label = small_text(LABELS[language]["dates"], weight="bold", color=ACCENT_COLOR)
        blocks.append(box([label, *(text(formatting.date_text(each, language)) for each in dates)], spacing="xs"))
    blocks += notice_blocks(formatting.notices_beyond_kicker(reply))
    if reply.original and with_official_text and reply.original.text.strip():
        heading = small_text(formatting.official_heading(reply) or "", weight="bold", color=ACCENT_COLOR)
        blocks.append(panel([heading, text(reply.original.text, lineSpacing="6px")], PANEL_COLOR))
    return blocks


def event_blocks(reply: Reply) -> list[Json]:
    """When, where, who and status. A calendar address that no button can open is written out."""
    event, labels = reply.event, LABELS[reply.language]
    if event is None:
        return []
    facts = formatting.event_facts(event, reply.language)
    if event.ics and not button_uri(event.ics):
        facts.append((labels["calendar"], event.ics))
    return [rows(facts)]


def notice_blocks(notices: Sequence[str]) -> list[Json]:
    return [panel([small_text(each, color=WARNING_COLOR) for each in notices], NOTICE_COLOR)] if notices else []


def source_block(citation: Citation, language: Language) -> Json:
    """An address that no button can open is written out."""
    lines = [
        small_text(LABELS[language]["source"], weight="bold", color=ACCENT_COLOR),
        text(citation.source, weight="bold"),
        small_text(formatting.source_location(citation, language)),
        small_text("" if button_uri(citation.url) else citation.url),
    ]
    return box(lines, spacing="xs")


def answer_buttons(reply: Reply) -> list[Json]:
    """Buttons that open the sources, add the event to the calendar, and give feedback."""
    labels = LABELS[reply.language]
    single = len(reply.citations) == 1
    links = [uri_action(labels["open"] if single else each.title, each.url) for each in reply.citations]
    if reply.event and reply.event.ics:
        links.append(uri_action(labels["calendar"], external_browser_uri(reply.event.ics)))
    buttons = [button(link, "secondary" if number else "primary") for number, link in enumerate(filter(None, links))]
    if reply.receipt:
        data = {name: Postback(FEEDBACK, reply.receipt, value).data() for name, value in FEEDBACK_VALUES.items()}
        ratings = [postback_action(labels[name], each) for name, each in data.items()]
        if all(ratings):
            buttons.append(box([button(each) for each in ratings if each], "horizontal", spacing="sm"))
    return buttons
