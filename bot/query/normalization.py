"""The normalized form of a question, which is searched."""

from bot.query.date_expansion import expand_dates
from bot.query.politeness import without_politeness
from bot.text.thai import normalize


def normalize_query(text: str) -> str:
    """Normalize Thai characters, remove greetings and polite particles, expand years and months. Expects text whose
    keyboard layout has been corrected."""
    return expand_dates(without_politeness(normalize(text)))
