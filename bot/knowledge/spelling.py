"""Mends words in Latin script against the words that the knowledge base itself uses: meetng -> meeting.

Only a word that is no English word and stands nowhere in the base is touched, and only where one of the base's words
is very near: a name that is not there must stay itself, since it tells that a question has no answer here.
"""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

LATIN = re.compile(r"[A-Za-z]{3,}")
NEAR = 0.75  # 1 - edits / length of the longer word: one edit in four letters, two in eight


class Spelling:
    """The words of a knowledge base. The more often one stands there, the sooner it is meant."""

    def __init__(self, words: Iterable[str]) -> None:
        counts = Counter(word for word in words if LATIN.fullmatch(word))
        self._words = [word for word, _ in counts.most_common()]
        self._known = frozenset(self._words)
        self._english = SpellChecker(language="en")

    def mend(self, text: str) -> str:
        return LATIN.sub(lambda match: self._nearest(match[0]), text)

    def _nearest(self, word: str) -> str:
        lowered = word.lower()
        # An acronym is a name: one letter more or less is another name.
        if lowered in self._known or word.isupper() or lowered in self._english:
            return word
        found = process.extractOne(
            lowered, self._words, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR
        )
        return found[0] if found and found[0][0] == lowered[0] else word
