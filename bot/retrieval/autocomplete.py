"""Suggests titles and sample questions of public entries while a user types.

Pure functions, fast enough to run on every keystroke.
"""

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
MIN_SIMILARITY = 80.0  # minimum rapidfuzz score, 0 to 100, of misspelt text with a suggestion
MIN_FUZZY_LENGTH = 4  # characters; in a shorter text, a misspelling looks like any other word


@dataclass(frozen=True)
class Suggestion:
    """A title or sample question of an entry. `choice` is shown and sent; typed text is matched with `text`."""

    entry: str
    choice: Choice
    text: str
    language: Language
    is_title: bool


def normalized(text: str) -> str:
    """The text in the form in which typed text and suggestions are compared."""
    return " ".join(normalize(text).casefold().split())


def suggestions(base: KnowledgeBase) -> Sequence[Suggestion]:
    """All suggestions from a knowledge base, in both languages."""
    return tuple(_all(base))


def _all(base: KnowledgeBase) -> Iterator[Suggestion]:
    for entry in base.entries.values():
        for language, text in entry.texts.items():
            asked = text.questions[0] if text.questions else text.title
            yield Suggestion(entry.id, Choice(title=text.title, message=asked), normalized(text.title), language, True)
            for question in text.questions:
                yield Suggestion(
                    entry.id, Choice(title=question, message=question), normalized(question), language, False
                )


def match_rank(typed: str, suggestion: Suggestion) -> int | None:
    """Where a suggestion contains the typed text: 0 at its start, 1 at the start of a word, 2 elsewhere; else None."""
    at = suggestion.text.find(typed)
    if at < 0:
        return None
    # Thai has no spaces between words, so most matches within a Thai suggestion have rank 2.
    return 0 if at == 0 else 1 if not suggestion.text[at - 1].isalnum() else 2


def suggest(typed: str, language: Language, known: Sequence[Suggestion]) -> list[Choice]:
    """Up to MAX_SUGGESTIONS choices, best first, without duplicates. `language` is used if none can be detected."""
    text = normalized(correct_layout(typed, is_english))
    if not text:
        return []
    typed_language = detect(text) or language
    own = [item for item in known if item.language == typed_language] or list(known)
    ranked = [
        (rank, not item.is_title, i) for i, item in enumerate(own) if (rank := match_rank(text, item)) is not None
    ]
    found = [own[i] for *_, i in sorted(ranked)]
    if len(found) < MAX_SUGGESTIONS and len(text) >= MIN_FUZZY_LENGTH:
        texts = [item.text for item in own]
        similar = process.extract(
            text, texts, scorer=fuzz.partial_ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_SUGGESTIONS
        )
        found += [own[i] for _, _, i in similar]
    # The best suggestion of every entry comes before further suggestions of the same entries.
    best = {item.entry: item.choice for item in reversed(found)}
    ordered = [item.choice for item in found if best[item.entry] is item.choice] + [item.choice for item in found]
    return list({choice.message: choice for choice in ordered}.values())[:MAX_SUGGESTIONS]
