"""References between entries: an entry is shown only with the entries that it needs, and `related` always resolves."""

from bot.content.models import DocumentSource, Entry
from bot.content.source import Defect


def needed(entry: Entry) -> list[str]:
    """The entries without which this one cannot be shown: its source document and its speaker."""
    document = [entry.source.document] if isinstance(entry.source, DocumentSource) else []
    return document + ([entry.quote.speaker] if entry.quote else [])


def check_references(entries: dict[str, Entry]) -> list[Defect]:
    """Drop entries whose source or speaker is missing, and items of `related` that do not resolve."""
    before, defects = dict(entries), []
    # Dropping an entry drops the entries that need it, whatever their order.
    while lost := [id for id, entry in entries.items() if not entries.keys() >= set(needed(entry))]:
        for id in lost:
            del entries[id]
    for id, entry in before.items():
        defects += [dangling(entry, "", other) for other in needed(entry) if other not in entries]
        defects += [dangling(entry, "related", other) for other in entry.related if other not in entries]
        if id in entries:
            related = tuple(other for other in entry.related if other in entries)
            entries[id] = entry.model_copy(update={"related": related})
    return defects


def dangling(entry: Entry, key: str, missing: str) -> Defect:
    return Defect(f"{entry.id}.{entry.official}.md", 1, key, f"refers to {missing}, which is no usable entry")
