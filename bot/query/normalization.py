"""A question in its regular form, as it is searched: what people type around it, and how they type it, made regular."""

from bot.query.date_expansion import expand_dates
from bot.query.politeness import without_politeness
from bot.text.thai import normalize


def normalize_query(text: str) -> str:
    """One form of Thai, no greetings and particles, years and months in full. The keyboard layout is right already."""
    return expand_dates(without_politeness(normalize(text)))
