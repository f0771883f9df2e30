"""The widget's texts are in its catalogue, and its files stay within their size limits."""

import re

from benchmarks.widget_size import LOADER, WIDGET, modules, size

CATALOGUES = {"messages.js", LOADER.name}  # the loader runs before the catalogue and has three texts of its own
THAI = re.compile("[ก-๛]")


def test_texts_are_only_in_the_catalogue() -> None:
    files = [file for file in WIDGET.iterdir() if file.suffix in (".js", ".html", ".css")]
    assert {file.name for file in files if THAI.search(file.read_text(encoding="utf-8"))} == CATALOGUES


def test_the_loader_and_the_chat_stay_within_their_size_limits() -> None:
    sizes = {module.name: size(module) for module in modules(LOADER)}
    assert sizes[LOADER.name] <= 5_000
    assert sum(sizes.values()) <= 25_000
