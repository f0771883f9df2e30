"""Puts the message's language on it as an entity, from which the slot `language` is filled.

The channel's word (`metadata.language`, from the body of Rasa's REST channel) goes before what the text looks like.
Where neither tells, there is no entity, and the slot keeps the language of the conversation.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.text.language import detect

LANGUAGE = "language"
LANGUAGES = ("th", "en")


def given(metadata: Any) -> str | None:
    """The language that the channel gave. Anything but a known one is none: a caller may send whatever it likes."""
    language = metadata.get(LANGUAGE) if isinstance(metadata, dict) else None
    return language if language in LANGUAGES else None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageDetector":
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `{"entity": "language", "value": "th"|"en", ...}` over the whole text, or nothing."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = given(message.get(METADATA)) or detect(text)
            if language:
                entity = {"entity": LANGUAGE, "value": language, "start": 0, "end": len(text), "extractor": "language"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
