"""What stays in service while a file is broken: the last good state of its entry, never a half of one."""

from collections.abc import Mapping
from dataclasses import replace

from bot.content.folder import GLOSSARY
from bot.content.loader import Defect, KnowledgeBase, check_references
from bot.content.models import Entry


def keep_last_good(old: KnowledgeBase, new: KnowledgeBase) -> KnowledgeBase:
    """`new`, with the entries and names of `old` whose files are broken now. A file that is gone stays gone."""
    broken = {defect.file for defect in new.defects}
    entries = dict(new.entries)
    defects = list(new.defects)
    for id, entry in old.entries.items():
        if id in entries and entries[id].official != entry.official:
            # A translation alone knows of no embargo, no last day and no source.
            entries[id] = entry
            missing = f"{id}.{entry.official}.md"
            defects.append(Defect(missing, 1, "", "is gone, and its translation is not; put it back, or delete both"))
        elif kept := last_good(id, entry, entries, broken):
            entries[id] = kept
    check_references(entries)  # what refers to an entry that is gone cannot be shown, however good it was
    restored = entries.keys() - new.entries.keys()
    unread = GLOSSARY in broken and not new.glossary
    terms = new.glossary + tuple(term for term in old.glossary if unread or term.entry in restored)
    glossary = tuple(term for term in terms if term.entry in entries)
    return replace(new, entries=dict(sorted(entries.items())), glossary=glossary, defects=tuple(defects))


def last_good(id: str, old: Entry, entries: Mapping[str, Entry], broken: set[str]) -> Entry | None:
    """The entry to put in the place of what was read of it; None where that stands as it is."""
    files = {language: f"{id}.{language}.md" for language in old.texts}
    if id not in entries:
        return old if any(file in broken for file in files.values()) else None
    new = entries[id]
    kept = {
        language: text
        for language, text in old.texts.items()
        if language not in new.texts and files[language] in broken
    }
    # A translation that is broken now stays beside the official text that it was made of, and beside no other.
    same = new.texts[new.official].passages == old.texts[old.official].passages
    return new.model_copy(update={"texts": {**new.texts, **kept}}) if kept and same else None
