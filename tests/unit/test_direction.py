"""The house has a direction: edge -> dialogue -> (HTTP) Rasa -> actions -> knowledge -> text."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NEUTRAL = {"bot.reply", "bot.errors", "bot.clock"}  # contracts that every layer may know
# For each part: what of this project it may import, and what from outside it must not.
RULES: dict[str, tuple[set[str], set[str]]] = {
    "bot/text": ({"bot.text"}, {"aiohttp", "rasa", "rasa_sdk", "sqlalchemy"}),
    "bot/rasa_ext": ({"bot.rasa_ext", "bot.text"}, {"rasa_sdk"}),
    "bot/knowledge": ({"bot.knowledge", "bot.text"} | NEUTRAL, {"aiohttp", "rasa", "rasa_sdk", "sqlalchemy"}),
    "bot/journal": ({"bot.journal"} | NEUTRAL, {"aiohttp", "rasa", "rasa_sdk"}),
    "bot/dialogue": ({"bot.dialogue", "bot.journal", "bot.text"} | NEUTRAL, {"rasa", "rasa_sdk"}),
    "bot/edge": (
        {"bot.edge", "bot.dialogue", "bot.journal", "bot.text", "bot.keys"}
        | {f"bot.knowledge.{name}" for name in ("library", "entry", "calendar", "linked_data", "suggest")}
        | NEUTRAL,
        {"rasa", "rasa_sdk", "sentence_transformers"},
    ),
    "bot/line": (
        {"bot.line", "bot.edge", "bot.dialogue", "bot.journal", "bot.text"}
        | {"bot.keys", "bot.settings", "bot.knowledge.library"}
        | NEUTRAL,
        {"rasa", "rasa_sdk", "sentence_transformers"},
    ),
    "actions": ({"actions", "bot.knowledge", "bot.journal", "bot.text", "bot.settings"} | NEUTRAL, {"aiohttp", "rasa"}),
}


def imports(file: Path) -> set[str]:
    """Every module that a file imports, `from a import b` as `a.b`, function bodies included."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("part", RULES)
def test_imports_go_one_way(part: str) -> None:
    allowed, forbidden = RULES[part]
    files = list((ROOT / part).rglob("*.py"))
    assert files
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files
        for module in sorted(imports(file))
        if within(module, forbidden) or (within(module, {"bot", "actions"}) and not within(module, allowed))
    ]
    assert wrong == []


def test_rasa_imports_an_empty_package() -> None:
    # Rasa's environment is Python 3.10 without this project's other requirements.
    assert (ROOT / "bot/__init__.py").read_text() == ""
