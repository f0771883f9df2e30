"""Replies as LINE messages: at most five for a turn, within LINE's limits, and no word of an answer lost on the way.

Messages are JSON as the API takes it. Every limit is LINE's, but COMFORT; what it counts stands beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.line.rendering import bubbles, wording
from bot.line.rendering.bubbles import POSTBACK
from bot.line.rendering.split import graphemes, shorten, split, utf16
from bot.reply import Choice, Language, Outcome, Reply

__all__ = ["POSTBACK", "button", "messages", "plain", "said"]
Message = dict[str, Any]
MOST = 5  # messages of one call
TEXT, ALT = 5000, 400  # UTF-16 units
BUBBLE, CAROUSEL = 30_000, 50_000  # bytes of JSON; LINE says 30 and 50 KB
BUBBLES = 12  # of a carousel
QUICK, LABEL = 13, 20  # quick replies of a message; graphemes of the label of one
COMFORT = 1200  # characters: a longer passage reads better as messages of its own


@dataclass
class Rendered:
    """One reply in several ways: complete ones, the most readable first, then shorter ones, the longest first."""

    complete: list[list[Message]]
    shorter: list[list[Message]] = field(default_factory=list)

    def way(self, number: int) -> list[Message]:
        return self.complete[min(number, len(self.complete) - 1)]


def text_message(content: str) -> Message:
    return {"type": "text", "text": content}


def texts(content: str, limit: int = TEXT) -> list[Message]:
    """As many messages as it takes; a piece of nothing but spaces is none."""
    return [text_message(piece) for piece in split(content, limit) if piece.strip()]


def flex(alt: str, container: Message) -> Message:
    return {"type": "flex", "altText": shorten(alt, ALT), "contents": container}


def fits(container: Message) -> bool:
    return bubbles.size(container) <= BUBBLE


def told(content: str, language: Language, tail: str = "") -> Rendered:
    """A text, and `tail`, its sources, behind it in every way."""
    complete = texts("\n\n".join(filter(None, [content, tail])))
    ways = [complete]
    card = bubbles.saying_only(content) if content.strip() and not tail else None
    if card and fits(card):
        ways.append([flex(" ".join(content.split()), card)])
    note = wording.cut(language, sourced=bool(tail))
    end = "\n\n" + "\n\n".join(filter(None, [note, shorten(tail, TEXT // 2)]))
    pieces = texts(content, TEXT - utf16(end))
    shorter = [[*pieces[: count - 1], text_message(pieces[count - 1]["text"] + end)] for count in range(1, len(pieces))]
    return Rendered(ways, shorter[::-1])


def as_text(reply: Reply) -> Rendered:
    """All that a reply says, without a card."""
    content = "\n\n".join(filter(None, [reply.text, wording.around(reply)]))
    return told(content, reply.language, wording.sources(reply))


def answered(reply: Reply) -> Rendered:
    """In one bubble; long words as messages before it, which then carries the source."""
    long = len(reply.text) > COMFORT
    original = reply.original.text if reply.original and len(reply.original.text) > COMFORT else ""
    before = [
        *(texts(reply.text) if long else []),
        *(texts(f"{wording.official(reply)}:\n{original}") if original else []),
    ]

    def card(**parts: Any) -> list[Message]:
        made = bubbles.answer(reply, **parts)
        return [flex(bubbles.alt(reply), made)] if fits(made) else []

    apart = card(whole=not long, official=not original, note="above" if before else None)
    if not apart:
        return as_text(reply)
    cut = card(whole=not long, official=not original, note="cut")
    shorter = [before[:count] + cut for count in reversed(range(len(before)))] if cut else []
    together = card() if before else []
    return Rendered([before + apart, together] if together else [before + apart], shorter)


def rendered(reply: Reply) -> Rendered:
    if reply.outcome is Outcome.ANSWERED:
        return answered(reply)
    made = None
    if reply.outcome is Outcome.CLARIFY and reply.choices and reply.text.strip():
        made = bubbles.choosing(reply)
    elif reply.outcome is Outcome.PROMPT:
        made = bubbles.reading_back(reply)
    if made and fits(made):
        return Rendered([[flex(bubbles.alt(reply), made)]])
    return as_text(reply)


def merged(one: Message, other: Message) -> Message | None:
    """Two messages as one; None where they cannot be."""
    if one["type"] == other["type"] == "text":
        both = f"{one['text']}\n\n{other['text']}"
        return text_message(both) if utf16(both) <= TEXT else None
    if one["type"] == other["type"] == "flex":
        cards = [*cards_of(one), *cards_of(other)]
        carousel = {"type": "carousel", "contents": cards}
        if len(cards) <= BUBBLES and bubbles.size(carousel) <= CAROUSEL:
            half = ALT // 2 - 2
            return flex(f"{shorten(one['altText'], half)}\n{shorten(other['altText'], half)}", carousel)
    return None


def cards_of(message: Message) -> list[Message]:
    contents = message["contents"]
    return list(contents["contents"]) if contents["type"] == "carousel" else [contents]


def together(ways: Iterable[list[Message]]) -> list[Message]:
    """The messages of several replies in their order; neighbours of two replies are merged until there are five."""
    found = [(number, message) for number, way in enumerate(ways) for message in way]
    at = len(found) - 1
    while len(found) > MOST and at > 0:
        (one, before), (other, after) = found[at - 1 : at + 1]
        both = merged(before, after) if one != other else None
        if both:
            found[at - 1 : at + 1] = [(one, both)]
        at -= 1
    return [message for _, message in found]


def fitted(all_rendered: Sequence[Rendered]) -> list[Message] | None:
    """At most five messages, each reply as complete and as readable as there is room for; None where there is none."""
    for number in range(max((len(each.complete) for each in all_rendered), default=0)):
        found = together(each.way(number) for each in all_rendered)
        if len(found) <= MOST:
            return found
    chosen = [[*each.complete, *each.shorter][-1] for each in all_rendered]
    for number, each in enumerate(all_rendered):
        for way in (*each.complete, *each.shorter):
            if len(together([*chosen[:number], way, *chosen[number + 1 :]])) <= MOST:
                chosen[number] = way
                break
    found = together(chosen)
    return found if len(found) <= MOST else None


def crowded(replies: Sequence[Reply], all_rendered: Sequence[Rendered]) -> list[Message]:
    """More replies than five messages can hold in any way: four messages of them, then where the others can be read."""
    found = together(each.complete[0] for each in all_rendered)[: MOST - 1]
    sources = dict.fromkeys(wording.sources(reply) for reply in replies if reply.citations)
    note = wording.cut(replies[-1].language, sourced=bool(sources))
    return [*found, text_message(shorten("\n\n".join([note, *sources]), TEXT))]


def quick_replies(choices: Iterable[Choice], actions: Mapping[str, str]) -> list[Message]:
    """Choices, then `actions`, label to postback data, which stay where there are more than LINE shows."""
    own = [bubbles.post(shorten(label, LABEL, graphemes), data) for label, data in actions.items()]
    kept = [action for action in own if action][:QUICK]
    once: dict[str, Choice] = {}
    for choice in choices:
        once.setdefault(choice.message, choice)
    asked = [bubbles.saying(choice, LABEL) for choice in once.values()]
    shown = [action for action in asked if action][: QUICK - len(kept)]
    return [{"type": "action", "action": action} for action in [*shown, *kept]]


def with_quick_replies(found: list[Message], items: list[Message]) -> list[Message]:
    """On the last message, the only one on which LINE shows them."""
    return [*found[:-1], found[-1] | {"quickReply": {"items": items}}] if found and items else found


def messages(replies: Sequence[Reply], subscribe: Mapping[str, str] | None = None) -> list[Message]:
    """All replies of a turn, one to five messages; none where they say nothing.

    `subscribe`: label -> postback data (at most POSTBACK units) of buttons to put behind the replies' own choices.
    What is asked for now, a form's choices, comes first.
    """
    all_rendered = [rendered(reply) for reply in replies]
    found = fitted(all_rendered)
    if found is None:
        found = crowded(replies, all_rendered)
    asking_first = sorted(replies, key=lambda reply: reply.outcome is not Outcome.PROMPT)
    choices = [choice for reply in asking_first for choice in reply.choices]
    return with_quick_replies(found, quick_replies(choices, subscribe or {}))


def plain(replies: Sequence[Reply]) -> list[Message]:
    """The same words with their sources as text alone, without buttons: for when LINE refuses the other form."""
    without_cards = [Rendered(each.complete[:1], each.shorter) for each in map(as_text, replies)]
    found = fitted(without_cards)
    return crowded(replies, without_cards) if found is None else found


def said(
    contents: Iterable[str], questions: Iterable[str] = (), actions: Mapping[str, str] | None = None
) -> list[Message]:
    """Texts of our own, with questions to ask and `actions` (label -> postback data) as quick replies."""
    found = [message for content in contents for message in texts(content)][:MOST]
    choices = [Choice(title=question, message=question) for question in questions]
    return with_quick_replies(found, quick_replies(choices, actions or {}))


def button(content: str, label: str, data: str) -> list[Message]:
    """A text with a button that stays; `data` is its postback data, at most POSTBACK units. ValueError for more."""
    action = bubbles.post(label, data)
    if action is None:
        raise ValueError(f"data must be at most {POSTBACK} UTF-16 code units; got {utf16(data)}")
    return [flex(content, bubbles.saying_only(content, action))]
