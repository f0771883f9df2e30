"""A tokenizer for Thai and English: Rasa's own cut at spaces, which Thai does not write between words."""

from typing import Any

from pythainlp.tokenize import word_tokenize
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message


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
        """Tokens whose offsets are those of the message's own text: entities are cut out of it by them."""
        text = message.get(attribute)
        tokens, at = [], 0
        for word in word_tokenize(text, engine="newmm", keep_whitespace=True, join_broken_num=False):
            start = text.index(word, at)
            at = start + len(word)
            if word.strip():
                tokens.append(Token(word.strip(), start + len(word) - len(word.lstrip())))
        # Rasa wants at least one token, for an empty message too.
        return self._apply_token_pattern(tokens) or [Token(text, 0)]
