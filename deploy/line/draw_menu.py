"""Draws `menu.png` from the labels of `menu.json`: `.venv/bin/python deploy/line/draw_menu.py`. Needs Chromium."""

import asyncio
import json
import shutil
from html import escape
from pathlib import Path

from playwright.async_api import async_playwright

FOLDER = Path(__file__).resolve().parent
STYLE = """
body { margin: 0; display: flex; width: 2500px; height: 843px; background: #12343f; color: #fff; }
div { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 36px;
      border-left: 4px solid #2f5662; font-family: "Noto Sans Thai", "Noto Sans", sans-serif; }
div:first-child { border: 0 }
b { font-size: 124px; line-height: 1.3 } span { font-size: 84px; color: #c9dde3 }
"""


async def main() -> None:
    areas = json.loads((FOLDER / "menu.json").read_text(encoding="utf-8"))["areas"]
    cells = ""
    for area in areas:
        thai, english = area["action"]["label"].split(" · ")
        cells += f"<div><b lang=th>{escape(thai)}</b><span lang=en>{escape(english)}</span></div>"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 2500, "height": 843})
        await page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{cells}")
        await page.screenshot(path=str(FOLDER / "menu.png"))
        await browser.close()


asyncio.run(main())
