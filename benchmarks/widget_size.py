"""What the widget weighs: `python benchmarks/widget_size.py`. gzip -9 of each module that a page with it loads.

The loader comes with the page, everything else once the widget is opened. Goals: 5 KB and 25 KB in all.
"""

import gzip
import re
from pathlib import Path

WIDGET = Path(__file__).resolve().parent.parent / "bot" / "widget"
LOADER = WIDGET / "widget.js"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./(?:static/)?([\w-]+\.js)["']""")


def modules(first: Path) -> list[Path]:
    """A module and all that it imports, at once or later, each once."""
    found = [first]
    for module in found:
        names = IMPORT.findall(module.read_text(encoding="utf-8"))
        found += [WIDGET / name for name in dict.fromkeys(names) if WIDGET / name not in found]
    return found


def size(module: Path) -> int:
    """Bytes on the way to the browser."""
    return len(gzip.compress(module.read_bytes(), 9))


def main() -> None:
    sizes = {module.name: size(module) for module in modules(LOADER)}
    for name, bytes_sent in sizes.items():
        print(f"{name:<20} {bytes_sent:6d} bytes gzip")
    print(f"{'loader':<20} {sizes[LOADER.name]:6d}   everything {sum(sizes.values())}")


if __name__ == "__main__":
    main()
