"""A question as it is searched: what people type around it, and how they type it, made regular. Pure, 3.10-safe."""

from bot.query.date_expansion import years
from bot.query.keyboard_layout import IsEnglish, layout
from bot.query.politeness import without_manners
from bot.text.thai import normalize


def as_asked(text: str, is_english: IsEnglish) -> str:
    """The question as it is searched for: right keyboard layout, one form of Thai, no manners, years in full."""
    return years(without_manners(normalize(layout(text, is_english))))
