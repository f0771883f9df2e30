"""Hostile input is always shown as text."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.hostile import PAYLOADS, edge_that_says, said_on_page, shown_on_source_pages

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.timeout(300)
async def test_hostile_text_runs_no_script_and_adds_no_element(browser: Browser, tmp_path: Path) -> None:
    async with edge_that_says(PAYLOADS, tmp_path) as url:
        assert await said_on_page(browser, url, PAYLOADS) == []
        shown, faults = await shown_on_source_pages(browser, url, PAYLOADS)
        assert faults == [] and shown > len(PAYLOADS) * 0.9


async def test_the_words_that_answer_are_marked_by_code_points(browser: Browser, tmp_path: Path) -> None:
    said = "😀 งานเปิดที่ลำปาง"
    async with edge_that_says([], tmp_path) as url:
        page = await browser.new_page()
        await page.goto(url)
        await page.get_by_role("combobox").or_(page.get_by_role("textbox")).first.fill(said)
        await page.keyboard.press("Enter")
        marked = page.locator("press-desk .reply mark")
        await marked.wait_for()
        assert await marked.text_content() == said
        assert await page.locator("press-desk .reply .text").text_content() == f"{said} {said}"
        await page.close()
