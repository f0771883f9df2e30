"""Corrects misspelt words to words of the knowledge base: meetng -> meeting, เครือขาย -> เครือข่าย.

A word is corrected only if it is neither in a dictionary nor in the knowledge base, and a word of the knowledge base is
very similar. A name that is not in the knowledge base must stay unchanged: it shows that the question has no answer.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from pythainlp.corpus.common import thai_stopwords
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.query.vocabulary import is_english, is_like_english
from bot.text.thai import known_words
from bot.text.thai import words as segment

LATIN = re.compile(r"[A-Za-z]{3,}")
MIN_LATIN_SIMILARITY = 0.75  # 1 - edits / length of the longer word: one edit in four letters, two in eight
SHORT_NAME = 5  # letters; a capitalized word up to this length may be a name and stays unchanged

THAI = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]+")  # words, without ฯ and ๆ
MIN_THAI_SIMILARITY = 0.8
MIN_LETTERS = 5  # letters of a Thai word that can be a correction
LONG_WORD = 7  # letters of a word from which one edit is a typo, and from which the segmenter may have split it
MAX_RUN = 300  # letters; a longer run of Thai stays unchanged
MAX_FRAGMENT = 3  # letters; the segmenter splits a misspelt word into words as short as this: รัฐ|มน|ตี
MAX_FRAGMENTS = 5  # adjacent segments that may be one misspelt word
# The phonetic key ignores tone marks and letters silenced by a การันต์, and merges letters that sound alike.
SILENT = re.compile("[ก-ฮ][ิุ]?์|[็-๋]")
SAME_SOUND = str.maketrans("ดตฎฏถฐทฑธฒซศษณฬขฆภใญ", "ททททททททททสสสนลคคพไย")


def sound_key(word: str) -> str:
    """A phonetic key: words that sound alike mostly share it, for example พิเชต and พิเชฐ."""
    return SILENT.sub("", word).translate(SAME_SOUND).replace("รร", "ั")


def initial_consonant(word: str) -> str:
    """The first consonant of a Thai word, after a vowel that is written before it."""
    return next((character for character in word if "ก" <= character <= "ฮ"), "")


def has_own_silent_letter(text: str, word: str) -> bool:
    """True if the text has a silent letter (การันต์) and is not similar to the word: เครือรัตน์ is not เครือรัฐ misspelt."""
    return "์" in text and DamerauLevenshtein.normalized_similarity(text, word) < MIN_THAI_SIMILARITY


@cache
def stopwords() -> frozenset[str]:
    return frozenset(thai_stopwords())


class ThaiSpelling:
    """Corrects Thai text to the Thai words and names of a knowledge base."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        """`words`: all words of the texts, with repetitions; the most frequent is preferred. `names` are never changed,
        and can be corrections."""
        self._names = tuple(names)  # the index uses the same tuple: the segmenter caches one dictionary per tuple
        self._thai_names = {name for name in self._names if THAI.fullmatch(name)}
        counts = Counter(word for word in words if THAI.fullmatch(word)) + Counter(self._thai_names)
        self._published = frozenset(counts)
        self._known = self._published | known_words()
        self._by_sound: dict[str, str] = {}
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        targets = (word for word, _ in counts.most_common() if word in known_words() or word in self._thai_names)
        for word in targets:
            if len(word) >= MIN_LETTERS and (first := sound_key(word)):
                self._by_sound.setdefault(first, word)
                self._by_initial[initial_consonant(word)].append(word)

    def correct_spelling(self, text: str) -> str:
        return THAI.sub(lambda run: self._correct_run(run[0]), text) if self._by_sound else text

    def _correct_run(self, run: str) -> str:
        """Correct a run of Thai letters: replace the best candidate, then correct the text before and after it."""
        found = segment(run, self._names) if len(run) <= MAX_RUN else []
        if "".join(found) != run:
            return run
        best = max(self._candidates(found), default=None)
        if best is None:
            return run
        _, begin, end, word = best
        before, after = "".join(found[:begin]), "".join(found[end:])
        return (self._correct_run(before) if before else "") + word + (self._correct_run(after) if after else "")

    def _candidates(self, found: list[str]) -> Iterator[tuple[float, int, int, str]]:
        """(similarity, begin, end, correction) for each range of segments that may be one misspelt word."""
        for begin in range(len(found)):
            for end in range(begin + 1, min(len(found), begin + MAX_FRAGMENTS) + 1):
                typed = found[begin:end]
                if len(typed) == 1 and typed[0] in self._known:
                    continue
                if word := self._correction(typed):
                    yield DamerauLevenshtein.normalized_similarity("".join(typed), word), begin, end, word

    def _correction(self, typed: list[str]) -> str | None:
        """The word that these adjacent segments are a misspelling of, if any."""
        text = "".join(typed)
        unknown = any(word not in self._known for word in typed)
        fragments = len(typed) > 2 and max(map(len, typed)) <= MAX_FRAGMENT
        word = self._by_sound.get(sound_key(text)) if len(text) >= MIN_LETTERS else None
        if word is None and (unknown or fragments) and len(text) >= LONG_WORD - 1:
            word = self._nearest(text)
        if (
            word is None
            or initial_consonant(word) != initial_consonant(text)
            or word in text
            or has_own_silent_letter(text, word)
        ):
            return None
        long = len(word) >= (LONG_WORD - 1 if word in self._thai_names else LONG_WORD)
        return word if unknown or (long and self._unusual(typed)) else None

    def _unusual(self, typed: list[str]) -> bool:
        """True for segments that are unlikely next to each other in the knowledge base: "เครือ|ขาย", but not "เขา|ที่"."""
        return not any(word in stopwords() for word in typed) and any(word not in self._published for word in typed)

    def _nearest(self, text: str) -> str | None:
        """The most similar word, if it is long enough that one edit is a typo and not another name."""
        near = process.extractOne(
            text,
            self._by_initial.get(initial_consonant(text), ()),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=MIN_THAI_SIMILARITY,
        )
        return str(near[0]) if near and len(near[0]) >= LONG_WORD else None


class KnowledgeVocabulary:
    """The words of a knowledge base, to which misspelt words are corrected; the most frequent one is preferred."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        """`words`: all words of the texts, in lower case, with repetitions. `names`: of the glossary, never changed."""
        self.names = tuple(names)
        counts = Counter(words)
        latin = Counter({word: count for word, count in counts.items() if LATIN.fullmatch(word)})
        self._words = [word for word, _ in latin.most_common()]
        self._known = frozenset(self._words)
        self._thai = ThaiSpelling(counts.elements(), self.names)

    def is_english(self, word: str) -> bool:
        """True for a word, in lower case, that is English or in the knowledge base. Used by correct_layout."""
        return word in self._known or is_english(word)

    def is_ordinary_word(self, word: str) -> bool:
        """True for a word, in lower case, that is no unknown name: it is like English or in the knowledge base."""
        return word in self._known or is_like_english(word)

    def correct_spelling(self, text: str) -> str:
        return self._thai.correct_spelling(LATIN.sub(lambda match: self._nearest(match[0]), text))

    def _nearest(self, word: str) -> str:
        lowered = word.lower()
        # An acronym or a short capitalized word may be a name, and one edit would make it another name.
        if word.isupper() or (word[0].isupper() and len(word) <= SHORT_NAME) or self.is_english(lowered):
            return word
        found = process.extractOne(
            lowered, self._words, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=MIN_LATIN_SIMILARITY
        )
        return found[0] if found and found[0][0] == lowered[0] else word
