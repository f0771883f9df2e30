"""Autocompletion from the titles and sample questions of public entries. Pure; runs at every keystroke."""

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
MIN_FUZZY_LENGTH = 4  # characters from which a misspelling can be told from another word


@dataclass(frozen=True)
class Suggestion:
    """`choice` is what is shown and sent, `entry` the entry that it belongs to, `text` the text that typing is compared
    with."""

    entry: str
    choice: Choice
    text: str
    language: Language
    is_title: bool


def regular(text: str) -> str:
    return " ".join(normalize(text).casefold().split())


def suggestions(base: KnowledgeBase) -> Sequence[Suggestion]:
    """All suggestions for one state of the knowledge base."""
    return tuple(_all(base))


def _all(base: KnowledgeBase) -> Iterator[Suggestion]:
    for entry in base.entries.values():
        for language, text in entry.texts.items():
            asked = text.questions[0] if text.questions else text.title
            yield Suggestion(entry.id, Choice(title=text.title, message=asked), regular(text.title), language, True)
            for question in text.questions:
                yield Suggestion(entry.id, Choice(title=question, message=question), regular(question), language, False)


def place(typed: str, suggestion: Suggestion) -> int | None:
    """Where the typed text occurs in a suggestion: 0 at its beginning, 1 at the beginning of a word, 2 inside; None if
    absent."""
    at = suggestion.text.find(typed)
    if at < 0:
        return None
    # Thai has no spaces between words, so a match at a word boundary looks like one inside a word.
    return 0 if at == 0 else 1 if not suggestion.text[at - 1].isalnum() else 2


def suggest(typed: str, language: Language, known: Sequence[Suggestion]) -> list[Choice]:
    """Up to MAX_SUGGESTIONS without duplicates, best first. `language` is used where the typed text does not show
    one."""
    text = regular(correct_layout(typed, is_english))
    if not text:
        return []
    spoken = detect(text) or language
    own = [each for each in known if each.language == spoken] or list(known)
    ranked = [(rank, not each.is_title, i) for i, each in enumerate(own) if (rank := place(text, each)) is not None]
    found = [own[i] for *_, i in sorted(ranked)]
    if len(found) < MAX_SUGGESTIONS and len(text) >= MIN_FUZZY_LENGTH:
        texts = [each.text for each in own]
        alike = process.extract(
            text, texts, scorer=fuzz.partial_ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_SUGGESTIONS
        )
        found += [own[i] for _, _, i in alike]
    first = {
        each.entry: each.choice for each in reversed(found)
    }  # the best suggestion of each entry comes before further ones
    spread = [each.choice for each in found if first[each.entry] is each.choice] + [each.choice for each in found]
    return list({choice.message: choice for choice in spread}.values())[:MAX_SUGGESTIONS]
