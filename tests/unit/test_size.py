"""Limits on the size of folders, modules and functions."""

import ast
from collections import Counter

from tests.unit.test_direction import MODULES, ROOT

MAX_FILES, MAX_SHARE = 20, 0.15  # files in a folder, and its share of all lines
MAX_MODULE, MAX_FUNCTION = 300, 40  # lines

LINES = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES.values()}


def test_no_folder_is_too_large() -> None:
    files = Counter(file.parent for file in LINES if file.name != "__init__.py")
    lines = Counter[str]()
    for file, count in LINES.items():
        lines[str(file.parent.relative_to(ROOT))] += count
    assert max(files.values()) <= MAX_FILES, files.most_common(1)
    assert max(lines.values()) <= MAX_SHARE * sum(lines.values()), lines.most_common(1)


def test_no_module_is_too_long() -> None:
    assert {str(file.relative_to(ROOT)): n for file, n in LINES.items() if n > MAX_MODULE} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in LINES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION
    }
    assert long == set()
