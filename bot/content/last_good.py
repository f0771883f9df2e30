"""Keeps the last valid state of an entry in service while one of its files is broken; never a partial entry."""

from collections.abc import Mapping
from dataclasses import replace

from bot.content.folder import GLOSSARY
from bot.content.loader import Defect, KnowledgeBase, check_references
from bot.content.models import Entry


def keep_last_good(old: KnowledgeBase, new: KnowledgeBase) -> KnowledgeBase:
    """`new`, plus the entries and glossary terms of `old` whose files are broken now. Deleted files stay deleted."""
    broken = {defect.file for defect in new.defects}
    entries = dict(new.entries)
    defects = list(new.defects)
    for id, entry in old.entries.items():
        if id in entries and entries[id].official != entry.official:
            # Only the official file holds embargo, last valid day and source: never serve a translation without it.
            entries[id] = entry
            missing = f"{id}.{entry.official}.md"
            defects.append(Defect(missing, 1, "", "is gone, and its translation is not; put it back, or delete both"))
        elif kept := last_good(id, entry, entries, broken):
            entries[id] = kept
    check_references(entries)  # drops restored entries that refer to a deleted one
    restored = entries.keys() - new.entries.keys()
    glossary_broken = GLOSSARY in broken and not new.glossary
    terms = new.glossary + tuple(term for term in old.glossary if glossary_broken or term.entry in restored)
    glossary = tuple(term for term in terms if term.entry in entries)
    return replace(new, entries=dict(sorted(entries.items())), glossary=glossary, defects=tuple(defects))


def last_good(id: str, old: Entry, entries: Mapping[str, Entry], broken: set[str]) -> Entry | None:
    """The entry to serve instead of the new state; None if the new state is served as it is."""
    files = {language: f"{id}.{language}.md" for language in old.texts}
    if id not in entries:
        return old if any(file in broken for file in files.values()) else None
    new = entries[id]
    kept = {
        language: text
        for language, text in old.texts.items()
        if language not in new.texts and files[language] in broken
    }
    # Keep the old text of a broken translation only if the official passages have not changed since.
    unchanged = new.texts[new.official].passages == old.texts[old.official].passages
    return new.model_copy(update={"texts": {**new.texts, **kept}}) if kept and unchanged else None
