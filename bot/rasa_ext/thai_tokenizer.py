"""Tokenizer for Thai and English. Rasa's own tokenizer splits at spaces, but Thai has none between words.

The text of a token is normalized (แผน for the typing error เเผน), so that the intent classifier sees one spelling; the
offsets of a token always refer to the message as it was sent.
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
MAX_ALIGNED = 300  # characters; a longer chunk is not normalized, since aligning it takes quadratic time


def offsets_in(raw: str, normalized: str) -> list[int]:
    """The offset in `raw` of each character of `normalized`, and of its end; monotonic.

    `offsets_in("เเผน", "แผน")` is [0, 2, 3, 4]: len(normalized) + 1 numbers from 0 to len(raw).
    """
    offsets: list[int] = []
    for _, start, end, at, to in SequenceMatcher(None, raw, normalized, autojunk=False).get_opcodes():
        offsets += [min(start + step, end) for step in range(to - at)]
    return [*offsets, len(raw)]


def tokens_of(raw: str, offset: int) -> list[Token]:
    """The tokens of a chunk without spaces that starts at `offset` in the message."""
    normalized = normalize(raw)
    if normalized != raw and (len(raw) > MAX_ALIGNED or not normalized.strip()):
        normalized = raw
    offsets = range(len(raw) + 1) if normalized == raw else offsets_in(raw, normalized)
    tokens, at = [], 0
    for word in word_tokenize(normalized, engine="newmm", keep_whitespace=True, join_broken_num=False):
        start, at = at, at + len(word)
        if word.strip() and offsets[start] < offsets[at]:
            tokens.append(Token(word, offset + offsets[start], offset + offsets[at]))
    return tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ThaiTokenizer(Tokenizer):
    """Uses newmm of pythainlp, which splits Latin script at spaces and punctuation."""

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
        """At least one token, even for an empty message. Offsets are in characters of the message."""
        text = message.get(attribute)
        tokens = [token for chunk in CHUNK.finditer(text) for token in tokens_of(chunk.group(), chunk.start())]
        return self._apply_token_pattern(tokens) or [Token(text, 0)]
