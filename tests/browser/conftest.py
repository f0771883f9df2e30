"""A real browser and a real service. Chromium must be installed (`apt-get install chromium`)."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from tests.service.running import Service

# No sandbox, because tests may run as root; the other flags stop Chromium's own network requests.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


def chromium() -> str:
    """The path of Chromium. Without Chromium the browser tests are skipped, except in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the browser tests need Chromium: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, service: Service) -> AsyncIterator[Page]:
    """The open chat page. The test fails if the page logs an error or violates its Content-Security-Policy."""
    page = await context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Failed requests are ignored: tests cause them on purpose and check the page's reaction themselves.
        if message.type in ("error", "warning") and "net::ERR_FAILED" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(service.url)
    yield page
    assert complaints == []
