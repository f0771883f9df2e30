"""Takes the pictures in docs/images/ from the running service: `.venv/bin/python deploy/screenshots.py [URL]`."""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, async_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
BOTH = ("ประชุมเครือข่ายเมืองอัจฉริยะอาเซียนจัดวันไหน", "Who chaired the meeting?")
UNANNOUNCED = "How much did the retreat cost in baht?"
WIDE, PHONE = (1280, 900), (390, 844)


async def ask(page: Page, *questions: str) -> None:
    for question in questions:
        turns = await page.locator("press-desk .turn").count()
        await page.get_by_role("combobox").fill(question)
        await page.keyboard.press("Enter")
        await page.locator("press-desk .turn").nth(turns).locator(".reply").first.wait_for()
    await page.wait_for_timeout(500)


class Studio:
    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url

    async def shoot(
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
        """One picture: open `path`, ask, press these buttons, type without sending."""
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
        studio = Studio(browser, url)
        await studio.shoot("page-1280-opening")
        await studio.shoot("page-1280", questions=BOTH)
        await studio.shoot("page-1280-source", path="/kb/documents/press-release#p1")
        await studio.shoot("page-390", PHONE, questions=BOTH)
        await studio.shoot("page-390-dark", PHONE, questions=BOTH, scheme="dark")
        await studio.shoot("suggestions", typed="ประชุม")
        await studio.shoot("not-announced", questions=[UNANNOUNCED])
        await studio.shoot("enquiry", questions=[UNANNOUNCED], pressed=["Pass my question on"])
        await studio.shoot("clarify", questions=["ชื่อประเทศอะไรบ้าง"])
        await studio.shoot("menu", questions=BOTH[1:], pressed=["เมนู"])
        await studio.shoot("offline", questions=BOTH[1:], typed="When was it?", offline=True)
        await studio.shoot("embed-closed", path="/embed?lang=en")
        await studio.shoot("embed-open", path="/embed?lang=en", pressed=["Ask the press desk"])
        await studio.shoot("embed-390", PHONE, path="/embed?lang=en", pressed=["Ask the press desk"])
        await browser.close()


asyncio.run(main())
