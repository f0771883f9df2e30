"""Mends misspelt words against the words that the knowledge base itself uses: meetng -> meeting, เครือขาย -> เครือข่าย.

Only a word that is no English or Thai word and stands nowhere in the base is touched, and only where one of the base's
words is very near: a name that is not there must stay itself, since it tells that a question has no answer here.
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
from bot.text.thai import words as cut

LATIN = re.compile(r"[A-Za-z]{3,}")
NEAR = 0.75  # 1 - edits / length of the longer word: one edit in four letters, two in eight

SHORT_NAME = 5

THAI = re.compile("[ก-ฮะ-ฺเ-ๅ็-๎]+")  # words, without ฯ and ๆ
THAI_NEAR = 0.8
SHORTEST = 5  # letters of a Thai word that another may be mended to
LONG = 7  # letters of a word from which one edit is a slip, and from which words side by side may be its pieces
MAX_RUN = 300  # letters of a run that is looked into
CRUMB = 3  # letters of the short words that a misspelt one falls into: รัฐ|มน|ตี
TOGETHER = 5  # words of a cut that one misspelt word may have fallen into
# Letters that sound alike, tone marks, and what a การันต์ silences: the slips of those who write by ear.
SILENT = re.compile("[ก-ฮ][ิุ]?์|[็-๋]")
ALIKE = str.maketrans("ดตฎฏถฐทฑธฒซศษณฬขฆภใญ", "ททททททททททสสสนลคคพไย")


def sound(word: str) -> str:
    """A Thai word by its sound, roughly: พิเชต, พิเชฐ and พิเชษฐ์ differ in writing first."""
    return SILENT.sub("", word).translate(ALIKE).replace("รร", "ั")


def initial(word: str) -> str:
    """The first consonant of a Thai word; a vowel may be written before it."""
    return next((character for character in word if "ก" <= character <= "ฮ"), "")


def deliberate(text: str, word: str) -> bool:
    """True where the writer silenced a letter that the word doesn't have: เครือรัตน์ is no slip of เครือรัฐ."""
    return "์" in text and DamerauLevenshtein.normalized_similarity(text, word) < THAI_NEAR


@cache
def stopwords() -> frozenset[str]:
    return frozenset(thai_stopwords())


class ThaiSpelling:
    """The Thai words and names of a knowledge base, and how they sound."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        """`words`: as they stand in texts, the commonest preferred. `names` are never changed, and may be meant."""
        self._names = tuple(names)  # the tuple that the index segments by: its dictionary is built once
        self._thai_names = {name for name in self._names if THAI.fullmatch(name)}
        counts = Counter(word for word in words if THAI.fullmatch(word)) + Counter(self._thai_names)
        self._counted = frozenset(counts)
        self._known = self._counted | known_words()
        self._by_sound: dict[str, str] = {}
        self._by_first: dict[str, list[str]] = defaultdict(list)
        meant = (word for word, _ in counts.most_common() if word in known_words() or word in self._thai_names)
        for word in meant:
            if len(word) >= SHORTEST and (first := sound(word)):
                self._by_sound.setdefault(first, word)
                self._by_first[initial(word)].append(word)

    def correct_spelling(self, text: str) -> str:
        return THAI.sub(lambda run: self._run(run[0]), text) if self._by_sound else text

    def _run(self, run: str) -> str:
        """A run of Thai, its misspelt words replaced; the best replacement first, then what is left of the run."""
        found = cut(run, self._names) if len(run) <= MAX_RUN else []
        if "".join(found) != run:
            return run
        best = max(self._candidates(found), default=None)
        if best is None:
            return run
        _, begin, end, word = best
        before, after = "".join(found[:begin]), "".join(found[end:])
        return (self._run(before) if before else "") + word + (self._run(after) if after else "")

    def _candidates(self, found: list[str]) -> Iterator[tuple[float, int, int, str]]:
        """(similarity, begin, end, word) for each stretch of a cut that may be one word of the base, misspelt."""
        for begin in range(len(found)):
            for end in range(begin + 1, min(len(found), begin + TOGETHER) + 1):
                typed = found[begin:end]
                if len(typed) == 1 and typed[0] in self._known:
                    continue
                if word := self._meant(typed):
                    yield DamerauLevenshtein.normalized_similarity("".join(typed), word), begin, end, word

    def _meant(self, typed: list[str]) -> str | None:
        """The word of the base that these words, side by side, are a slip of."""
        text = "".join(typed)
        unknown = any(word not in self._known for word in typed)
        crumbs = len(typed) > 2 and max(map(len, typed)) <= CRUMB
        word = self._by_sound.get(sound(text)) if len(text) >= SHORTEST else None
        if word is None and (unknown or crumbs) and len(text) >= LONG - 1:
            word = self._nearest(text)
        if word is None or initial(word) != initial(text) or word in text or deliberate(text, word):
            return None
        long = len(word) >= (LONG - 1 if word in self._thai_names else LONG)
        return word if unknown or (long and self._odd(typed)) else None

    def _odd(self, typed: list[str]) -> bool:
        """True for words that nobody would put side by side here: "เครือ|ขาย", never "เขา|ที่"."""
        return not any(word in stopwords() for word in typed) and any(word not in self._counted for word in typed)

    def _nearest(self, text: str) -> str | None:
        """The nearest word, long enough that a letter more or less is a slip and not another name."""
        near = process.extractOne(
            text,
            self._by_first.get(initial(text), ()),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=THAI_NEAR,
        )
        return str(near[0]) if near and len(near[0]) >= LONG else None


class KnowledgeVocabulary:
    """The words of a knowledge base, against which misspelt words are corrected; the commonest is preferred."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        """`words`: of all texts, in lower case, as they come. `names`: the glossary's, which stay as they are."""
        self.names = tuple(names)
        counts = Counter(words)
        latin = Counter({word: count for word, count in counts.items() if LATIN.fullmatch(word)})
        self._words = [word for word, _ in latin.most_common()]
        self._known = frozenset(self._words)
        self._thai = ThaiSpelling(counts.elements(), self.names)

    def is_english(self, word: str) -> bool:
        """True for a word, in lower case, of English or of the base's own texts: what the keyboard layout asks."""
        return word in self._known or is_english(word)

    def is_ordinary_word(self, word: str) -> bool:
        """True where a word, in lower case, is no name of its own: English, a form of it, or the base's own."""
        return word in self._known or is_like_english(word)

    def correct_spelling(self, text: str) -> str:
        return self._thai.correct_spelling(LATIN.sub(lambda match: self._nearest(match[0]), text))

    def _nearest(self, word: str) -> str:
        lowered = word.lower()
        # An acronym is a name, and so may be a short word written large: one letter more or less is another name.
        if word.isupper() or (word[0].isupper() and len(word) <= SHORT_NAME) or self.is_english(lowered):
            return word
        found = process.extractOne(
            lowered, self._words, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR
        )
        return found[0] if found and found[0][0] == lowered[0] else word
