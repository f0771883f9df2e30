"""References between entries: drops entries whose source or speaker is missing, and dangling `related` ids."""

from bot.content.models import DocumentSource, Entry
from bot.content.source import Defect


def required_entries(entry: Entry) -> list[str]:
    """The ids of the entries that this one requires: its source document and its speaker."""
    document = [entry.source.document] if isinstance(entry.source, DocumentSource) else []
    return document + ([entry.quote.speaker] if entry.quote else [])


def check_references(entries: dict[str, Entry]) -> list[Defect]:
    """Remove, in place, entries whose source or speaker is missing, and `related` ids of missing entries."""
    before, defects = dict(entries), []
    # Repeat: dropping an entry may leave others without a required one.
    while incomplete := [id for id, entry in entries.items() if not entries.keys() >= set(required_entries(entry))]:
        for id in incomplete:
            del entries[id]
    for id, entry in before.items():
        defects += [dangling_reference(entry, "", other) for other in required_entries(entry) if other not in entries]
        defects += [dangling_reference(entry, "related", other) for other in entry.related if other not in entries]
        if id in entries:
            related = tuple(other for other in entry.related if other in entries)
            entries[id] = entry.model_copy(update={"related": related})
    return defects


def dangling_reference(entry: Entry, key: str, missing: str) -> Defect:
    return Defect(f"{entry.id}.{entry.official}.md", 1, key, f"refers to {missing}, which is no usable entry")
