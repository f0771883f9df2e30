"""A tokenizer for Thai and English: Rasa's own cut at spaces, which Thai does not write between words.

A token's text is the regular form of what stands in the message (แผน where somebody typed เเผน), so that the intent
classifier sees one spelling; its offsets are always those of the message as it came.
"""

import re
from difflib import SequenceMatcher
from typing import Any

from pythainlp.tokenize import word_tokenize
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.text.thai import normalize

CHUNK = re.compile(r"\S+")
LONGEST = 300  # characters of an irregular stretch that is still mended: aligning it costs the square of its length


def origins(raw: str, regular: str) -> list[int]:
    """For each character of `regular` and for its end, where it comes from in `raw`; never falling.

    `origins("เเผน", "แผน")` is [0, 2, 3, 4]: len(regular) + 1 numbers from 0 to len(raw).
    """
    found: list[int] = []
    for _, start, end, at, to in SequenceMatcher(None, raw, regular, autojunk=False).get_opcodes():
        found += [min(start + step, end) for step in range(to - at)]
    return [*found, len(raw)]


def tokens_of(raw: str, offset: int) -> list[Token]:
    """The tokens of one stretch without spaces that starts at `offset` in the message."""
    regular = normalize(raw)
    if regular != raw and (len(raw) > LONGEST or not regular.strip()):
        regular = raw
    whence = range(len(raw) + 1) if regular == raw else origins(raw, regular)
    tokens, at = [], 0
    for word in word_tokenize(regular, engine="newmm", keep_whitespace=True, join_broken_num=False):
        start, at = at, at + len(word)
        if word.strip() and whence[start] < whence[at]:
            tokens.append(Token(word, offset + whence[start], offset + whence[at]))
    return tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ThaiTokenizer(Tokenizer):
    """pythainlp's newmm, which also cuts Latin script at spaces and punctuation."""

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any) -> "ThaiTokenizer":
        return cls(config)

    @staticmethod
    def supported_languages() -> list[str] | None:
        return ["th", "en"]

    @staticmethod
    def required_packages() -> list[str]:
        return ["pythainlp"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """At least one token, for an empty message too; offsets are in characters of the message's own text."""
        text = message.get(attribute)
        tokens = [token for chunk in CHUNK.finditer(text) for token in tokens_of(chunk.group(), chunk.start())]
        return self._apply_token_pattern(tokens) or [Token(text, 0)]
