"""A question and everything derived from its text: computed once, here, and immutable."""

from dataclasses import dataclass, replace
from typing import Protocol

from bot.query.answer_type import AnswerType, expected_types, items_asked
from bot.query.entities import countries, latin_names
from bot.query.normalization import normalize_query
from bot.reply import Language
from bot.text.language import detect
from bot.text.months import named_months
from bot.text.thai import words


class Vocabulary(Protocol):
    """The part of the knowledge base's vocabulary that read_question needs (implemented in bot/query/spelling.py)."""

    names: tuple[str, ...]

    def correct_spelling(self, text: str) -> str: ...

    def is_ordinary_word(self, word: str) -> bool: ...


@dataclass(frozen=True)
class QueryContext:
    """A question, as the stages of the pipeline pass it on.

    `typed` is the text with its keyboard layout corrected; `text` is its normalized form, which is searched.
    `language` is the language of the text, `answer_language` the one to answer in. `words` are the words of `text`;
    names of the glossary are not segmented. `expected_types` are the types of answer that the question asks for,
    `expected_items` the number of items to list. `names` are the names in Latin script, `countries` the country codes
    and `months` the months in the text. `topic_id` is the entry that the question may be about without
    naming it: the one answered last, or the meeting. `own_text` is set if the text has the subject of an earlier
    question added, for the search: it is the text without that.
    """

    typed: str
    text: str
    language: Language
    answer_language: Language
    words: tuple[str, ...]
    expected_types: frozenset[AnswerType]
    expected_items: int
    names: frozenset[str]
    countries: frozenset[str]
    months: frozenset[int]
    topic_id: str | None = None
    own_text: str | None = None

    @property
    def text_to_read(self) -> str:
        """The text that a passage must answer: a passage that answers the added question only does not answer it."""
        return self.own_text or self.text

    def about(self, topic: str | None) -> "QueryContext":
        """The same question with this entry as its topic."""
        return replace(self, topic_id=topic)


def read_question(typed: str, answer_language: Language, vocabulary: Vocabulary) -> QueryContext:
    """The context of a question. If its language cannot be detected, it is taken to be `answer_language`."""
    text = vocabulary.correct_spelling(normalize_query(typed))
    return QueryContext(
        typed=typed,
        text=text,
        language=detect(typed) or answer_language,
        answer_language=answer_language,
        words=tuple(words(text, vocabulary.names)),
        expected_types=expected_types(text),
        expected_items=items_asked(text),
        names=latin_names(text, vocabulary.is_ordinary_word),
        countries=countries(text),
        months=named_months(text),
    )
