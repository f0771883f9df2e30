"""One question, with everything that is read from its text. Each is worked out once, here, and never changed."""

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
    """What reading a question needs of the knowledge base's own words (bot/query/spelling.py)."""

    names: tuple[str, ...]

    def correct_spelling(self, text: str) -> str: ...

    def is_ordinary_word(self, word: str) -> bool: ...


@dataclass(frozen=True)
class QueryContext:
    """A question as it goes through the stages.

    `typed` is the text as it was typed, on the right keyboard; `text` is its normalized form, which is searched;
    `language` is the language of the text, `answer_language` the one to answer in. `words` are those of `text`, names
    of the glossary whole. `expected_types` are the types of answer that it asks for, `expected_items` how many things
    it wants listed. `names` are the names in Latin script, `countries` the country codes and `months` the months that
    it names. `topic` is the entry that it may be about without naming it: the one that was answered before.
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
    topic: str | None = None

    def about(self, topic: str | None) -> "QueryContext":
        """The same question, asked after this entry was spoken of."""
        return replace(self, topic=topic)


def read_question(typed: str, answer_language: Language, vocabulary: Vocabulary) -> QueryContext:
    """A question, read. `answer_language` is also its own where the text does not tell."""
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
