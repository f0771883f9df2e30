"""Checks every import: there are no circular imports, and each room imports only what `MAY_IMPORT` allows.

docs/architecture.md contains the same table.
"""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = {"clock", "errors", "reply"}  # root modules that every room may import
# The imports that each room and each module at the root may have, besides the contracts and itself.
MAY_IMPORT: dict[str, set[str]] = {
    "clock": set(),
    "errors": set(),
    "reply": set(),
    "settings": set(),
    "text": set(),
    "messages": set(),
    "rasa_ext": {"text"},
    "deadlines": {"text"},
    "content": {"text"},
    "embedding": set(),
    "journal": set(),
    "query": {"content", "text"},
    "retrieval": {"content", "embedding", "query", "text"},
    "reading": {"content", "query", "retrieval", "text"},
    "answers": {"content", "messages", "query", "reading", "text"},
    "pipeline": {"answers", "content", "embedding", "messages", "query", "reading", "retrieval", "settings"},
    "press_office": {"content", "deadlines", "journal", "messages", "query", "settings", "text"},
    "actions": {"answers", "messages", "pipeline", "press_office", "query"},
    "dialogue": {"journal", "messages", "query", "text"},
    "edge": {"answers", "content", "dialogue", "journal", "messages", "retrieval", "settings", "text"},
    "line": {"content", "dialogue", "edge", "journal", "messages", "settings", "text"},
    "runtime": {"pipeline", "settings"},
    "evaluation": {"content", "embedding", "query", "reading", "retrieval", "text"},
    "training": {"content", "embedding", "evaluation", "query", "reading", "retrieval"},
    "app": {
        "content",
        "dialogue",
        "edge",
        "journal",
        "line",
        "pipeline",
        "press_office",
        "query",
        "runtime",
        "settings",
    },
    "cli": {"answers", "app", "content", "dialogue", "embedding", "evaluation", "journal", "line", "press_office"}
    | {"query", "reading", "retrieval", "runtime", "settings", "text", "training"},
    "__main__": {"cli"},
}
# Libraries that a room must not import: search does not depend on HTTP, and Rasa stays in its own environment.
WEB = {"aiohttp", "rasa", "rasa_sdk", "sqlalchemy"}
MUST_NOT: dict[str, set[str]] = {
    **{room: WEB for room in ("text", "query", "content", "embedding", "reading", "answers", "deadlines", "retrieval")},
    "actions": {"aiohttp", "rasa"},
    **{room: {"rasa", "rasa_sdk", "sentence_transformers"} for room in ("edge", "line", "dialogue", "journal")},
    "rasa_ext": {"rasa_sdk"},
}


def modules() -> dict[str, Path]:
    """Every module by its dotted name, without the migration scripts."""
    found = {}
    for file in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/**/*.py")]:
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if "migrations" not in file.parts:
            found[name] = file
    return found


MODULES = modules()


def imports(file: Path) -> set[str]:
    """Every module that a file imports, also inside functions; `from a import b` gives `a.b`."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(name: str) -> str | None:
    """The project's module that an imported name refers to or belongs to; None for a library."""
    return next((known for known in (name, name.rpartition(".")[0]) if known in MODULES), None)


GRAPH = {
    name: {module for each in imports(file) if (module := own(each)) not in (None, name)}
    for name, file in MODULES.items()
}


def room(module: str) -> str:
    """The room of a module: its folder in `bot/`, its own name if it is at the root, or `actions`."""
    first, *rest = module.split(".")
    return "actions" if first == "actions" else rest[0] if rest else first


def test_there_are_no_circular_imports() -> None:
    list(TopologicalSorter(GRAPH).static_order())  # raises CycleError, which names the circle


def test_every_room_is_in_the_table() -> None:
    assert {room(name) for name in MODULES} - {"bot"} == MAY_IMPORT.keys()


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_imports_only_rooms_in_its_row(name: str) -> None:
    allowed = MAY_IMPORT[name] | CONTRACTS | {name}
    wrong = [
        f"{module} imports {other}"
        for module in MODULES
        if room(module) == name
        for other in GRAPH[module]
        if room(str(other)) not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("name", MUST_NOT)
def test_rooms_do_not_import_forbidden_libraries(name: str) -> None:
    wrong = [
        f"{module} imports {library}"
        for module, file in MODULES.items()
        if room(module) == name
        for library in {each.partition(".")[0] for each in imports(file)} & MUST_NOT[name]
    ]
    assert wrong == []


def test_the_package_that_rasa_imports_is_empty() -> None:
    # Rasa's environment has Python 3.10 and not this project's other requirements.
    assert (ROOT / "bot/__init__.py").read_text() == ""


def test_every_allowed_import_is_used() -> None:
    imported = {name: set[str]() for name in MAY_IMPORT}
    for module, others in GRAPH.items():
        if module != "bot":
            imported[room(module)] |= {room(str(other)) for other in others}
    unused = {name: allowed - imported[name] for name, allowed in MAY_IMPORT.items()}
    assert {name: rooms for name, rooms in unused.items() if rooms} == {}


def test_the_documentation_has_the_same_table() -> None:
    table = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").partition("| room |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    drawn = {name.strip("`"): set(imports.replace("`", "").split()) - {"–"} for name, _, imports in rows}
    assert drawn == {name: rooms for name, rooms in MAY_IMPORT.items() if name not in CONTRACTS}


def test_rooms_are_listed_after_those_they_import() -> None:
    order = list(MAY_IMPORT)
    assert [
        (name, other) for name in order for other in MAY_IMPORT[name] if order.index(other) > order.index(name)
    ] == []
