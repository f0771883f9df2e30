"""`python -m bot kb names`: the glossary as training data for Rasa, in data/nlu/names.yml.

Only what is public now is written: a name under embargo is no training data either.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from bot.content.models import Term

FILE = Path("data/nlu/names.yml")
HEAD = "# Written by `python -m bot kb names` from kb/glossary.yml; changes here are lost.\n"
SHORTEST = 3  # characters: shorter forms stand inside other words


class Block(str):
    """Text that YAML writes over several lines, as Rasa wants its examples."""


yaml.SafeDumper.add_representer(
    Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def listed(forms: Sequence[str]) -> Block:
    return Block("".join(f"- {form}\n" for form in forms))


def synonyms(terms: Sequence[Term]) -> Iterator[tuple[str, list[str]]]:
    """Each term's usual form in each language, and the other forms that no term before it has."""
    taken: set[str] = set()
    for term in terms:
        for forms in (term.th, term.en):
            fresh = [form for form in forms if form.lower() not in taken]
            taken.update(form.lower() for form in forms)
            if len(fresh) > 1:
                yield fresh[0], fresh[1:]


def training_data(terms: Sequence[Term]) -> str:
    """The file's text: one lookup table of all names, and synonyms that lead to the usual form."""
    forms = {form for term in terms for form in term.forms if len(form) >= SHORTEST}
    names = sorted(forms, key=lambda form: (form.lower(), form))
    nlu: list[dict[str, object]] = [{"lookup": "name", "examples": listed(names)}]
    nlu += [{"synonym": usual, "examples": listed(others)} for usual, others in synonyms(terms)]
    return HEAD + yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, sort_keys=False, width=10**6)
