"""While a file is broken, the last good state of its entry stays in service, always as a whole."""

from collections.abc import Mapping
from dataclasses import replace

from bot.content.folder import GLOSSARY
from bot.content.loader import Defect, KnowledgeBase, check_references
from bot.content.models import Entry


def keep_last_good(old: KnowledgeBase, new: KnowledgeBase) -> KnowledgeBase:
    """`new`, plus the entries and names of `old` whose files are broken now. Deleted files stay deleted."""
    broken = {defect.file for defect in new.defects}
    entries = dict(new.entries)
    defects = list(new.defects)
    for id, entry in old.entries.items():
        if id in entries and entries[id].official != entry.official:
            # A translation has no embargo, last day or source of its own.
            entries[id] = entry
            missing = f"{id}.{entry.official}.md"
            defects.append(Defect(missing, 1, "", "is gone, and its translation is not; put it back, or delete both"))
        elif kept := last_good(id, entry, entries, broken):
            entries[id] = kept
    check_references(entries)  # an old entry may refer to one that is deleted now
    restored = entries.keys() - new.entries.keys()
    unread = GLOSSARY in broken and not new.glossary
    terms = new.glossary + tuple(term for term in old.glossary if unread or term.entry in restored)
    glossary = tuple(term for term in terms if term.entry in entries)
    return replace(new, entries=dict(sorted(entries.items())), glossary=glossary, defects=tuple(defects))


def last_good(id: str, old: Entry, entries: Mapping[str, Entry], broken: set[str]) -> Entry | None:
    """The entry to serve in place of the one just read; None where that one is complete."""
    files = {language: f"{id}.{language}.md" for language in old.texts}
    if id not in entries:
        return old if any(file in broken for file in files.values()) else None
    new = entries[id]
    kept = {
        language: text
        for language, text in old.texts.items()
        if language not in new.texts and files[language] in broken
    }
    # The old translation stays only beside the official text that it translates.
    same = new.texts[new.official].passages == old.texts[old.official].passages
    return new.model_copy(update={"texts": {**new.texts, **kept}}) if kept and same else None
