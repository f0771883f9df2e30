"""What a follow-up refers to: which of several answered entries it picks, and whether it has a subject of its own.

Both are decided from the content words of the question, not from a list of phrases.
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

MAX_CONTENT_WORDS = 2  # a question with more content words is not a follow-up
STEM_LETTERS = 4  # minimum length of a stem, which is compared without its ending: hosts, hosting
ENDING_LETTERS = 3  # maximum length of an ending
ORDINALS = {"first": 0, "แรก": 0, "second": 1, "สอง": 1, "third": 2, "สาม": 2, "last": -1, "สุดท้าย": -1}
PERSON = re.compile(r"เขา|เธอ|ท่าน|\b(?:he|she|his|her|him)\b", re.IGNORECASE)
ASSISTANT = re.compile(r"\byou\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """The entry that was answered before. `related` are the ids of the entries related to it in either direction,
    without documents; `people` those of the entry and its related entries that are people; `quotes` their quotes."""

    entry: Entry
    related: frozenset[str]
    people: frozenset[str]
    quotes: frozenset[str]

    @classmethod
    def of(cls, base: KnowledgeBase, id: str) -> "Topic":
        """The topic of an entry. Raises KeyError if the entry is not public."""
        entry = base.entries[id]
        naming = {other.id for other in base.entries.values() if id in other.related}
        # Documents are left out: they repeat what the other entries say more precisely.
        related = {other for other in naming.union(entry.related) if base.entries[other].kind != "documents"}
        people = {other for other in (id, *related) if base.entries[other].kind == "people"}
        quotes = {other.id for other in base.entries.values() if other.quote and other.quote.speaker in people}
        return cls(entry, frozenset(related), frozenset(people), frozenset(quotes))

    def title(self, language: Language) -> str:
        return self.entry.in_language(language).title

    @cached_property
    def family(self) -> frozenset[str]:
        """The ids of the entry and of those related to it."""
        return self.related | {self.entry.id}


def lacks_subject(message: str, entry: Entry) -> bool:
    """Whether a question has no subject except this entry: "who hosted?", "when is it?". Its only content word, if any,
    is in the entry, and it does not ask about a person or the assistant."""
    question = without_politeness(message)
    own_words, names_person = content_words(question), PERSON.search(question) or ASSISTANT.search(question)
    few = len(own_words) < MAX_CONTENT_WORDS
    return is_question(question) and not names_person and few and word_overlap(own_words, all_text(entry)) == 1


def picked_entry(entries: Sequence[Entry], message: str) -> Entry | None:
    """The entry that a message picks from several that were answered together: "the one in Indonesia". None if the
    choice is not unique."""
    own_words = content_words(message)
    if is_question(message) or not own_words or len(own_words) > MAX_CONTENT_WORDS or not entries:
        return None
    position = ORDINALS.get(own_words[0]) if len(own_words) == 1 else None
    if position is not None and position < len(entries):
        return entries[position]
    matching = [entry for entry in entries if all(contains(all_text(entry), word) for word in own_words)]
    return matching[0] if len(matching) == 1 else None


def all_text(entry: Entry) -> str:
    """Titles and passages of an entry, in both languages and in lower case."""
    return "\n".join("\n".join((text.title, *text.passages)) for text in entry.texts.values()).lower()


def contains(text: str, word: str) -> bool:
    """Whether a text in lower case contains a word; a Latin word may have another ending."""
    if not word[0].isascii():
        return word in text
    stem = word[: max(STEM_LETTERS, len(word) - ENDING_LETTERS)]
    return re.search(rf"(?<![a-z0-9]){re.escape(stem)}", text) is not None


def word_overlap(words: list[str], text: str) -> float:
    """Share of these words that a text contains, 0 to 1; 1 if there are no words."""
    return sum(contains(text, word) for word in words) / len(words) if words else 1.0
