"""What a follow-up is about: which of several answered entries it picks, and whether it names a subject of its own.

That is told from the words which the question lacks, never from a list of phrases.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.content.loader import KnowledgeBase
from bot.content.models import Entry
from bot.query.politeness import without_politeness
from bot.query.splitting import content_words, is_question
from bot.reply import Language

MAX_CONTENT_WORDS = 2  # content words up to which a question can be a follow-up
STEM_LETTERS = 4  # letters of a Latin word that identify it whatever its ending: hosts, hosting
ENDING_LETTERS = 3
ORDINALS = {"first": 0, "แรก": 0, "second": 1, "สอง": 1, "third": 2, "สาม": 2, "last": -1, "สุดท้าย": -1}
PERSON = re.compile(r"เขา|เธอ|ท่าน|\b(?:he|she|his|her|him)\b", re.IGNORECASE)
ASSISTANT = re.compile(r"\byou\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """The entry that was answered before, the entries related to it in either direction, the `people` among these,
    and the `quotes` of those people."""

    entry: Entry
    related: frozenset[str]
    people: frozenset[str]
    quotes: frozenset[str]

    @classmethod
    def of(cls, base: KnowledgeBase, id: str) -> "Topic":
        """KeyError where the entry is not public."""
        entry = base.entries[id]
        naming = {other.id for other in base.entries.values() if id in other.related}
        # A document repeats what all others say more precisely.
        related = {other for other in naming.union(entry.related) if base.entries[other].kind != "documents"}
        people = {other for other in (id, *related) if base.entries[other].kind == "people"}
        quotes = {other.id for other in base.entries.values() if other.quote and other.quote.speaker in people}
        return cls(entry, frozenset(related), frozenset(people), frozenset(quotes))

    def title(self, language: Language) -> str:
        return self.entry.in_language(language).title

    @cached_property
    def family(self) -> frozenset[str]:
        """The entry and those related to it."""
        return self.related | {self.entry.id}


def lacks_subject(message: str, entry: Entry) -> bool:
    """Whether a question names nothing but what an entry says of itself: "who hosted?", "when is it?"."""
    bare = without_politeness(message)
    own_words, somebody = content_words(bare), PERSON.search(bare) or ASSISTANT.search(bare)
    few = len(own_words) < MAX_CONTENT_WORDS
    return is_question(bare) and not somebody and few and word_overlap(own_words, all_text(entry)) == 1


def picked_entry(entries: Sequence[Entry], message: str) -> Entry | None:
    """Of several entries that were answered together, the one that a message picks: "the one in Indonesia"."""
    own_words = content_words(message)
    if is_question(message) or not own_words or len(own_words) > MAX_CONTENT_WORDS or not entries:
        return None
    place = ORDINALS.get(own_words[0]) if len(own_words) == 1 else None
    if place is not None and place < len(entries):
        return entries[place]
    fit = [entry for entry in entries if all(holds(all_text(entry), word) for word in own_words)]
    return fit[0] if len(fit) == 1 else None


def all_text(entry: Entry) -> str:
    """Titles and passages of an entry, in both languages and in lower case."""
    return "\n".join("\n".join((text.title, *text.passages)) for text in entry.texts.values()).lower()


def holds(text: str, word: str) -> bool:
    """Whether a text in lower case holds a word in any of its forms."""
    if not word[0].isascii():
        return word in text
    stem = word[: max(STEM_LETTERS, len(word) - ENDING_LETTERS)]
    return re.search(rf"(?<![a-z0-9]){re.escape(stem)}", text) is not None


def word_overlap(words: list[str], text: str) -> float:
    """Share of these words that a text holds, 0 to 1; 1 where there are none."""
    return sum(holds(text, word) for word in words) / len(words) if words else 1.0
