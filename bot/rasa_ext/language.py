"""Language detector: sets the entity `language` of a message, which fills the slot `language`.

The language that the channel sends (`metadata.language` in the body of Rasa's REST channel) takes precedence over the
language of the text. If neither is known, no entity is set and the slot keeps its value.
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


def language_from(metadata: Any) -> str | None:
    """The language that the channel sent. None for any other JSON, since clients may send anything."""
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
        """Adds `{"entity": "language", "value": "th"|"en", ...}` over the whole text if the language is known."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = language_from(message.get(METADATA)) or detect(text)
            if language:
                entity = {"entity": LANGUAGE, "value": language, "start": 0, "end": len(text), "extractor": "language"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
