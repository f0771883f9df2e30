"""Completes what somebody is typing, from titles and sample questions of what is public. Pure, and fast enough to run
at each key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.content.loader import KnowledgeBase
from bot.query.keyboard_layout import correct_layout
from bot.query.vocabulary import is_english
from bot.reply import Choice, Language
from bot.text.language import detect
from bot.text.thai import normalize

MAX_SUGGESTIONS = 6
MIN_SIMILARITY = 80.0  # of 100: how alike a misspelt beginning must be
SHORTEST_LIKE = 4  # characters from which a misspelling can be told from another word


@dataclass(frozen=True)
class Suggestion:
    """What is shown and sent, of which entry, the text that typing is compared with, and whether it is a title."""

    entry: str
    choice: Choice
    text: str
    language: Language
    is_title: bool


def regular(text: str) -> str:
    return " ".join(normalize(text).casefold().split())


def suggestions(base: KnowledgeBase) -> Sequence[Suggestion]:
    """All that can be suggested of one state of the knowledge base."""
    return tuple(_all(base))


def _all(base: KnowledgeBase) -> Iterator[Suggestion]:
    for entry in base.entries.values():
        for language, text in entry.texts.items():
            asked = text.questions[0] if text.questions else text.title
            yield Suggestion(entry.id, Choice(title=text.title, message=asked), regular(text.title), language, True)
            for question in text.questions:
                yield Suggestion(entry.id, Choice(title=question, message=question), regular(question), language, False)


def place(typed: str, suggestion: Suggestion) -> int | None:
    """How well a suggestion goes on from what was typed: 0 from its beginning, 1 from that of a word, 2 from within."""
    at = suggestion.text.find(typed)
    if at < 0:
        return None
    # Thai writes no space between words: within is as good as it gets.
    return 0 if at == 0 else 1 if not suggestion.text[at - 1].isalnum() else 2


def suggest(typed: str, language: Language, known: Sequence[Suggestion]) -> list[Choice]:
    """Up to MAX_SUGGESTIONS, the likeliest first, none twice. `language` counts where the text shows none."""
    text = regular(correct_layout(typed, is_english))
    if not text:
        return []
    spoken = detect(text) or language
    own = [each for each in known if each.language == spoken] or list(known)
    ranked = [(rank, not each.is_title, i) for i, each in enumerate(own) if (rank := place(text, each)) is not None]
    found = [own[i] for *_, i in sorted(ranked)]
    if len(found) < MAX_SUGGESTIONS and len(text) >= SHORTEST_LIKE:
        texts = [each.text for each in own]
        alike = process.extract(
            text, texts, scorer=fuzz.partial_ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_SUGGESTIONS
        )
        found += [own[i] for _, _, i in alike]
    first = {each.entry: each.choice for each in reversed(found)}  # of each entry its likeliest, then the others
    spread = [each.choice for each in found if first[each.entry] is each.choice] + [each.choice for each in found]
    return list({choice.message: choice for choice in spread}.values())[:MAX_SUGGESTIONS]
