"""The slot that holds the language to answer in."""

from typing import Any

from rasa.shared.core.slots import Slot

CHOSEN = "!"


class LanguageSlot(Slot):
    """`th` or `en`. A language that was asked for stays until another one is asked for.

    A choice is set as `en!`, what a message looks like as `en`: the mark travels in the SlotSet event, so that the
    choice survives a replay from the tracker store and Rasa's carrying slots over into a new session.
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
        if isinstance(value, str) and value.endswith(CHOSEN):
            self._value, self._chosen = value[: -len(CHOSEN)], True
        elif not self._chosen:
            self._value = value
        self._has_been_set = True

    def reset(self) -> None:
        self._chosen = False
        super().reset()

    def _as_feature(self) -> Any:
        return [float(self.value is not None)]

    def __str__(self) -> str:
        return f"{self.__class__.__name__}({self.name}: {self.value})"
