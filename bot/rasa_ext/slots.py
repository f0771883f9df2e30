"""The slot type of `language`, the language to answer in."""

from typing import Any

from rasa.shared.core.slots import Slot

CHOSEN_MARK = "!"  # at the end of a language that the user asked for; actions/language.py sets it
LANGUAGES = ("th", "en")


class LanguageSlot(Slot):
    """`th` or `en`. A language that the user asked for stays until the user asks for another one.

    A language that was asked for is set as `en!`, a language that was only detected as `en`; `value` is `en` for both.
    The mark is part of the SlotSet event. Rasa replays a conversation from its events and carries them over into a new
    session, so the choice survives both. Values that are no supported language are ignored; None resets the slot.
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
        if isinstance(value, str) and value.endswith(CHOSEN_MARK):
            language, chosen = value[: -len(CHOSEN_MARK)], True
        if language is None:
            self._value, self._chosen = None, False
        elif language in LANGUAGES and (chosen or not self._chosen):
            self._value, self._chosen = language, chosen
        else:
            return
        self._has_been_set = True

    @property
    def persisted(self) -> Any:
        """The value with its mark, which restores the slot's state; used to carry it over into a new session."""
        return f"{self._value}{CHOSEN_MARK}" if self._chosen else self._value

    def reset(self) -> None:
        """Restore the initial value. Rasa also calls this before it replays the events of a conversation."""
        self._chosen = False
        super().reset()

    def _as_feature(self) -> list[float]:
        return [float(self.value is not None)]

    def __str__(self) -> str:
        return f"{self.__class__.__name__}({self.name}: {self.value})"
