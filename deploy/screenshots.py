"""Takes the pictures in docs/images/ from the running service: `.venv/bin/python deploy/screenshots.py [URL]`."""

import asyncio
import shutil
import sys
from pathlib import Path

from playwright.async_api import Browser, async_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
QUESTIONS = ("ประชุมเครือข่ายเมืองอัจฉริยะอาเซียนจัดวันไหน", "Who chaired the meeting?")


async def shoot(browser: Browser, url: str, width: int, height: int, scheme: str, name: str) -> None:
    """Open the page, type both questions, and picture the opening and the answers."""
    context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = await context.new_page()
    await page.goto(url)
    if width > 1000:
        await page.screenshot(path=IMAGES / f"{name}-opening.png")
    for number, question in enumerate(QUESTIONS):
        await page.get_by_role("textbox").fill(question)
        await page.keyboard.press("Enter")
        await page.locator("press-desk .reply").nth(number).wait_for()
    await page.wait_for_timeout(500)
    await page.screenshot(path=IMAGES / f"{name}.png")
    if width > 1000:
        await page.goto(f"{url}/kb/documents/press-release#p1")
        await page.screenshot(path=IMAGES / f"{name}-source.png")
    await context.close()


async def main() -> None:
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        await shoot(browser, url, 1280, 900, "light", "page-1280")
        await shoot(browser, url, 390, 844, "light", "page-390")
        await shoot(browser, url, 390, 844, "dark", "page-390-dark")
        await browser.close()


asyncio.run(main())
