"""The slot that holds the language to answer in."""

from typing import Any

from rasa.shared.core.slots import Slot

CHOSEN = "!"
LANGUAGES = ("th", "en")


class LanguageSlot(Slot):
    """`th` or `en`. A language that was asked for stays until another one is asked for.

    A choice is set as `en!`, what a message looks like as `en`; `value` reads plain `en` either way. The mark travels
    in the SlotSet event, and Rasa both replays a conversation from its events and carries them over into a new
    session, so the choice survives both. What is no language is not taken; None forgets language and choice.
    """

    type_name = "bot.rasa_ext.slots.LanguageSlot"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._chosen = False
        super().__init__(*args, **kwargs)

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        language, chosen = value, False
        if isinstance(value, str) and value.endswith(CHOSEN):
            language, chosen = value[: -len(CHOSEN)], True
        if language is None:
            self._value, self._chosen = None, False
        elif language in LANGUAGES and (chosen or not self._chosen):
            self._value, self._chosen = language, chosen
        else:
            return
        self._has_been_set = True

    @property
    def persisted(self) -> Any:
        """What sets the slot to what it is now: the value with its mark. Sessions are carried over by it."""
        return f"{self._value}{CHOSEN}" if self._chosen else self._value

    def reset(self) -> None:
        """Back to the initial value, for a replay too: Rasa resets every slot before it applies the events anew."""
        self._chosen = False
        super().reset()

    def _as_feature(self) -> list[float]:
        return [float(self.value is not None)]

    def __str__(self) -> str:
        return f"{self.__class__.__name__}({self.name}: {self.value})"
