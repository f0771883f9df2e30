"""Measures the size of the widget: `python benchmarks/widget_size.py`. Prints each module's size after gzip -9.

The loader is loaded with the page, all other modules when the widget is opened. Goals: 5 KB for the loader, 25 KB in
total.
"""

import gzip
import re
from pathlib import Path

WIDGET = Path(__file__).resolve().parent.parent / "bot" / "widget"
LOADER = WIDGET / "widget.js"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./(?:static/)?([\w-]+\.js)["']""")


def modules(first: Path) -> list[Path]:
    """A module and all modules that it imports, statically or dynamically, without duplicates."""
    found = [first]
    for module in found:
        names = IMPORT.findall(module.read_text(encoding="utf-8"))
        found += [WIDGET / name for name in dict.fromkeys(names) if WIDGET / name not in found]
    return found


def size(module: Path) -> int:
    """Size in bytes after gzip -9."""
    return len(gzip.compress(module.read_bytes(), 9))


def main() -> None:
    sizes = {module.name: size(module) for module in modules(LOADER)}
    for name, bytes_sent in sizes.items():
        print(f"{name:<20} {bytes_sent:6d} bytes gzip")
    print(f"{'loader':<20} {sizes[LOADER.name]:6d}   everything {sum(sizes.values())}")


if __name__ == "__main__":
    main()
