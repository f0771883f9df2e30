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
