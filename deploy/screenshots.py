"""Takes the screenshots in docs/images/ of a running service: `.venv/bin/python deploy/screenshots.py [URL]`."""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, async_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
QUESTIONS = ("ประชุมเครือข่ายเมืองอัจฉริยะอาเซียนจัดวันไหน", "Who chaired the meeting?")
UNANSWERED_QUESTION = "How much did the retreat cost in baht?"
WIDE, PHONE = (1280, 900), (390, 844)


async def ask(page: Page, *questions: str) -> None:
    """Ask the questions, one after the other, and wait for each reply."""
    for question in questions:
        turns = await page.locator("press-desk .turn").count()
        await page.get_by_role("combobox").fill(question)
        await page.keyboard.press("Enter")
        await page.locator("press-desk .turn").nth(turns).locator(".reply").first.wait_for()
    await page.wait_for_timeout(500)


class ScreenshotTaker:
    """Takes screenshots, each in its own browser context."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url

    async def take(
        self,
        name: str,
        size: tuple[int, int] = WIDE,
        *,
        path: str = "/",
        questions: Sequence[str] = (),
        scheme: Literal["light", "dark"] = "light",
        pressed: Sequence[str] = (),
        typed: str = "",
        offline: bool = False,
    ) -> None:
        """Take one screenshot: open `path`, ask the questions, press the buttons, type `typed` without sending it.

        With `offline` the connection is cut before typing, and the text is sent.
        """
        context = await self._browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        page = await context.new_page()
        await page.goto(f"{self._url}{path}")
        await page.wait_for_timeout(500)
        await ask(page, *questions)
        for label in pressed:
            await page.get_by_role("button", name=label, exact=True).last.click()
            await page.wait_for_timeout(700)
        if offline:
            await context.set_offline(True)
        if typed:
            await page.get_by_role("combobox").press_sequentially(typed)
        if offline:
            await page.keyboard.press("Enter")
        await page.wait_for_timeout(700)
        await page.screenshot(path=IMAGES / f"{name}.png")
        await context.close()


async def main() -> None:
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        screenshots = ScreenshotTaker(browser, url)
        await screenshots.take("page-1280-opening")
        await screenshots.take("page-1280", questions=QUESTIONS)
        await screenshots.take("page-1280-source", path="/kb/documents/press-release#p1")
        await screenshots.take("page-390", PHONE, questions=QUESTIONS)
        await screenshots.take("page-390-dark", PHONE, questions=QUESTIONS, scheme="dark")
        await screenshots.take("suggestions", typed="ประชุม")
        await screenshots.take("not-announced", questions=[UNANSWERED_QUESTION])
        await screenshots.take("enquiry", questions=[UNANSWERED_QUESTION], pressed=["Pass my question on"])
        await screenshots.take("clarify", questions=["ชื่อประเทศอะไรบ้าง"])
        await screenshots.take("menu", questions=QUESTIONS[1:], pressed=["เมนู"])
        await screenshots.take("offline", questions=QUESTIONS[1:], typed="When was it?", offline=True)
        await screenshots.take("embed-closed", path="/embed?lang=en")
        await screenshots.take("embed-open", path="/embed?lang=en", pressed=["Ask the press desk"])
        await screenshots.take("embed-390", PHONE, path="/embed?lang=en", pressed=["Ask the press desk"])
        await browser.close()


asyncio.run(main())
