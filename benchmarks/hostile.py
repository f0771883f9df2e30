"""Tests the page with hostile strings from a file: `python benchmarks/hostile.py STRINGS.json [--first N]`.

The file is a JSON list of strings, for example the Big List of Naughty Strings. Each string is typed into the chat, is
in every field of the reply to it, and is in every field of a knowledge base entry with a source page. Prints each
string that ran as a script, created an element or broke the page.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.hostile import edge_that_says, said_on_page, shown_on_source_pages


async def run(texts: list[str]) -> list[str]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with tempfile.TemporaryDirectory() as folder:
            async with edge_that_says(texts, Path(folder)) as url:
                faults = await said_on_page(browser, url, texts)
                shown, more = await shown_on_source_pages(browser, url, texts)
        await browser.close()
    print(f"{len(texts)} strings said, {shown} shown on source pages (the others are refused by the format)")
    return faults + more


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("strings", type=Path)
    parser.add_argument("--first", type=int, default=None)
    options = parser.parse_args()
    texts = [text for text in json.loads(options.strings.read_text(encoding="utf-8")) if text.strip()]
    faults = asyncio.run(run(texts[: options.first]))
    print(f"{len(faults)} faults")
    for fault in faults:
        print(" ", fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
