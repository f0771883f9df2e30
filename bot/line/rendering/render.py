"""Replies as LINE messages, at most five for a turn and within LINE's limits.

Messages are JSON for the Messaging API. Texts are published words: they are cut only if five messages cannot hold them,
and then the message says so and names the source.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.line.limits import (
    MAX_ALT_TEXT_UNITS,
    MAX_BUBBLE_BYTES,
    MAX_CAROUSEL_BUBBLES,
    MAX_CAROUSEL_BYTES,
    MAX_MESSAGES,
    MAX_POSTBACK_UNITS,
    MAX_QUICK_REPLIES,
    MAX_QUICK_REPLY_LABEL,
    MAX_TEXT_UNITS,
)
from bot.line.rendering import cards, formatting
from bot.line.rendering.flex import Json, json_bytes, message_action, postback_action
from bot.line.rendering.split import graphemes, shorten, split, utf16
from bot.reply import Choice, Language, Outcome, Reply

__all__ = ["own_texts", "plain_text", "replies", "text_with_button"]
LONG_PASSAGE_CHARACTERS = 1200  # a longer passage is easier to read above its card than in it
# Which card shows a reply; None from the function, or no entry: the reply is a text message. ANSWERED: `render_answer`.
CARDS: Mapping[Outcome, Callable[[Reply], Json | None]] = {
    Outcome.CLARIFY: cards.clarification_card,
    Outcome.PROMPT: cards.confirmation_card,
}


@dataclass
class RenderedReply:
    """Alternative renderings of one reply, each a list of messages.

    `complete` have all of the text, the most readable first. `shortened` have part of it, the longest first.
    """

    complete: list[list[Json]]
    shortened: list[list[Json]] = field(default_factory=list)

    def complete_variant(self, number: int) -> list[Json]:
        return self.complete[min(number, len(self.complete) - 1)]


# For the rest of bot/line --------------------------------------------------------------------------------------------


def replies(turn_replies: Sequence[Reply], subscribe: Mapping[str, str] | None = None) -> list[Json]:
    """All replies of a turn as one to five messages; none if they have no text.

    `subscribe`: buttons, label -> postback data (at most MAX_POSTBACK_UNITS), behind the replies' own choices. The
    choices of a form's question come first.
    """
    rendered = [render_reply(reply) for reply in turn_replies]
    messages = fit(rendered)
    if messages is None:
        messages = overflow(turn_replies, rendered)
    prompts_first = sorted(turn_replies, key=lambda reply: reply.outcome is not Outcome.PROMPT)
    choices = [choice for reply in prompts_first for choice in reply.choices]
    return with_quick_replies(messages, quick_replies(choices, subscribe or {}))


def plain_text(turn_replies: Sequence[Reply]) -> list[Json]:
    """The same texts and sources without cards and buttons, for when LINE refuses those."""
    rendered = [RenderedReply(each.complete[:1], each.shortened) for each in map(render_as_text, turn_replies)]
    messages = fit(rendered)
    return overflow(turn_replies, rendered) if messages is None else messages


def own_texts(
    contents: Iterable[str], questions: Iterable[str] = (), actions: Mapping[str, str] | None = None
) -> list[Json]:
    """The desk's own texts. Quick replies: `questions` to ask, then `actions` (label -> postback data)."""
    messages = [message for content in contents for message in text_messages(content)][:MAX_MESSAGES]
    choices = [Choice(title=question, message=question) for question in questions]
    return with_quick_replies(messages, quick_replies(choices, actions or {}))


def text_with_button(content: str, label: str, data: str) -> list[Json]:
    """A text with a postback button that stays in the chat. Raises ValueError if `data` is too long."""
    action = postback_action(label, data)
    if action is None:
        raise ValueError(f"data must be at most {MAX_POSTBACK_UNITS} UTF-16 code units; got {utf16(data)}")
    return [flex_message(content, cards.text_card(content, action))]


# Messages ------------------------------------------------------------------------------------------------------------


def text_message(content: str) -> Json:
    return {"type": "text", "text": content}


def text_messages(content: str, limit: int = MAX_TEXT_UNITS) -> list[Json]:
    """As many messages as the text needs; blank pieces are dropped."""
    return [text_message(piece) for piece in split(content, limit) if piece.strip()]


def flex_message(alt: str, container: Json) -> Json:
    return {"type": "flex", "altText": shorten(alt, MAX_ALT_TEXT_UNITS), "contents": container}


def fits_in_bubble(container: Json) -> bool:
    return json_bytes(container) <= MAX_BUBBLE_BYTES


# One reply -----------------------------------------------------------------------------------------------------------


def render_reply(reply: Reply) -> RenderedReply:
    if reply.outcome is Outcome.ANSWERED:
        return render_answer(reply)
    make_card = CARDS.get(reply.outcome)
    card = make_card(reply) if make_card else None
    if card and fits_in_bubble(card):
        return RenderedReply([[flex_message(cards.alt_text(reply), card)]])
    return render_as_text(reply)


def render_answer(reply: Reply) -> RenderedReply:
    """One card with everything, or long texts as messages above the card, which then has the source."""
    long_text = len(reply.text) > LONG_PASSAGE_CHARACTERS
    official = reply.original.text if reply.original else ""
    long_official = len(official) > LONG_PASSAGE_CHARACTERS
    above = [
        *(text_messages(reply.text) if long_text else []),
        *(text_messages(f"{formatting.official_heading(reply)}:\n{official}") if long_official else []),
    ]

    def card(with_text: bool, with_official_text: bool, note: str | None = None) -> list[Json]:
        made = cards.answer_card(reply, with_text=with_text, with_official_text=with_official_text, note=note)
        return [flex_message(cards.alt_text(reply), made)] if fits_in_bubble(made) else []

    separate = card(not long_text, not long_official, "above" if above else None)
    if not separate:
        return render_as_text(reply)
    cut = card(not long_text, not long_official, "cut")
    shortened = [above[:count] + cut for count in reversed(range(len(above)))] if cut else []
    whole = card(True, True) if above else []
    return RenderedReply([above + separate, whole] if whole else [above + separate], shortened)


def render_as_text(reply: Reply) -> RenderedReply:
    """Everything that a reply has, without a card."""
    content = "\n\n".join(filter(None, [reply.text, formatting.details(reply)]))
    return render_text(content, reply.language, formatting.source_lines(reply))


def render_text(content: str, language: Language, sources: str = "") -> RenderedReply:
    """A text and its sources; every shortened variant ends with the sources too."""
    complete = [text_messages("\n\n".join(filter(None, [content, sources])))]
    card = cards.text_card(content) if content.strip() and not sources else None
    if card and fits_in_bubble(card):  # it holds more than a text message
        complete.append([flex_message(" ".join(content.split()), card)])
    note = formatting.truncation_note(language, sourced=bool(sources))
    end = "\n\n" + "\n\n".join(filter(None, [note, shorten(sources, MAX_TEXT_UNITS // 2)]))
    pieces = text_messages(content, MAX_TEXT_UNITS - utf16(end))
    shortened = [
        [*pieces[: count - 1], text_message(pieces[count - 1]["text"] + end)] for count in range(1, len(pieces))
    ]
    return RenderedReply(complete, shortened[::-1])


# All replies of a turn -----------------------------------------------------------------------------------------------


def fit(rendered: Sequence[RenderedReply]) -> list[Json] | None:
    """The most complete and most readable variants that fit into five messages; None if no variants do."""
    for number in range(max((len(each.complete) for each in rendered), default=0)):
        messages = combine(each.complete_variant(number) for each in rendered)
        if len(messages) <= MAX_MESSAGES:
            return messages
    chosen = [[*each.complete, *each.shortened][-1] for each in rendered]
    for number, each in enumerate(rendered):
        for variant in (*each.complete, *each.shortened):
            if len(combine([*chosen[:number], variant, *chosen[number + 1 :]])) <= MAX_MESSAGES:
                chosen[number] = variant
                break
    messages = combine(chosen)
    return messages if len(messages) <= MAX_MESSAGES else None


def overflow(turn_replies: Sequence[Reply], rendered: Sequence[RenderedReply]) -> list[Json]:
    """For more replies than five messages can hold: the first four messages, then all sources."""
    messages = combine(each.complete[0] for each in rendered)[: MAX_MESSAGES - 1]
    sources = dict.fromkeys(formatting.source_lines(reply) for reply in turn_replies if reply.citations)
    note = formatting.truncation_note(turn_replies[-1].language, sourced=bool(sources))
    return [*messages, text_message(shorten("\n\n".join([note, *sources]), MAX_TEXT_UNITS))]


def combine(variants: Iterable[list[Json]]) -> list[Json]:
    """The messages of several replies in order. Neighbours from different replies are merged until there are five."""
    found = [(number, message) for number, variant in enumerate(variants) for message in variant]
    at = len(found) - 1
    while len(found) > MAX_MESSAGES and at > 0:
        (first_reply, first), (second_reply, second) = found[at - 1 : at + 1]
        merged = merge(first, second) if first_reply != second_reply else None
        if merged:
            found[at - 1 : at + 1] = [(first_reply, merged)]
        at -= 1
    return [message for _, message in found]


def merge(first: Json, second: Json) -> Json | None:
    """Two text messages as one, or two cards as a carousel; None if that exceeds a limit."""
    if first["type"] == second["type"] == "text":
        both = f"{first['text']}\n\n{second['text']}"
        return text_message(both) if utf16(both) <= MAX_TEXT_UNITS else None
    if first["type"] == second["type"] == "flex":
        bubbles = [*bubbles_of(first), *bubbles_of(second)]
        carousel = {"type": "carousel", "contents": bubbles}
        if len(bubbles) <= MAX_CAROUSEL_BUBBLES and json_bytes(carousel) <= MAX_CAROUSEL_BYTES:
            half = MAX_ALT_TEXT_UNITS // 2 - 2
            return flex_message(f"{shorten(first['altText'], half)}\n{shorten(second['altText'], half)}", carousel)
    return None


def bubbles_of(message: Json) -> list[Json]:
    contents = message["contents"]
    return list(contents["contents"]) if contents["type"] == "carousel" else [contents]


# Quick replies -------------------------------------------------------------------------------------------------------


def quick_replies(choices: Iterable[Choice], actions: Mapping[str, str]) -> list[Json]:
    """Choices, then `actions` (label -> postback data). Of too many, the last choices are dropped."""
    own = [postback_action(shorten(label, MAX_QUICK_REPLY_LABEL, graphemes), data) for label, data in actions.items()]
    kept = [action for action in own if action][:MAX_QUICK_REPLIES]
    unique: dict[str, Choice] = {}
    for choice in choices:
        unique.setdefault(choice.message, choice)
    asked = [message_action(choice, MAX_QUICK_REPLY_LABEL) for choice in unique.values()]
    shown = [action for action in asked if action][: MAX_QUICK_REPLIES - len(kept)]
    return [{"type": "action", "action": action} for action in [*shown, *kept]]


def with_quick_replies(messages: list[Json], items: list[Json]) -> list[Json]:
    """LINE shows the quick replies of the last message only."""
    if not messages or not items:
        return messages
    return [*messages[:-1], messages[-1] | {"quickReply": {"items": items}}]
