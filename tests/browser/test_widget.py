"""The widget: stored conversations, lost connections, keyboard use, a strict embedding site, accessibility."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.test_page import ask
from tests.service.running import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THAI, ENGLISH = "ประชุมเครือข่ายเมืองริมโขงจัดวันไหน", "Who chaired the meeting?"


async def turns(page: Page) -> list[str]:
    return await page.locator("press-desk .turn .asked").all_text_contents()


async def violations(page: Page) -> list[str]:
    found = await Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]


async def test_a_reload_keeps_the_conversation_in_order_and_nothing_twice(page: Page) -> None:
    await ask(page, THAI)
    await ask(page, ENGLISH)
    for _ in range(2):  # the second time, from the browser's cache
        await page.reload()
        await expect(page.locator("press-desk .turn")).to_have_count(2)
        assert await turns(page) == [THAI, ENGLISH]
        await expect(page.locator("press-desk .reply.answered")).to_have_count(2)


async def test_a_second_tab_shows_the_conversation_and_receives_new_messages(
    page: Page, context: BrowserContext, service: Service
) -> None:
    await ask(page, ENGLISH)
    other = await context.new_page()
    await other.goto(service.url)
    await expect(other.locator("press-desk .turn")).to_have_count(1)
    await ask(page, THAI)
    await expect(other.locator("press-desk .turn")).to_have_count(2)
    await expect(other.locator("press-desk .reply.answered")).to_have_count(2)
    assert await turns(other) == [ENGLISH, THAI]
    await other.close()


@pytest.mark.parametrize("blocked", [{"status": 403, "body": "no streams here"}, {"status": 200, "body": ""}])
async def test_new_answers_are_polled_if_streams_are_blocked(
    page: Page, context: BrowserContext, service: Service, blocked: dict[str, Any]
) -> None:
    await ask(page, ENGLISH)
    other = await context.new_page()
    await other.route("**/stream*", lambda route: route.fulfill(**blocked))
    await other.goto(service.url)
    await expect(other.locator("press-desk .turn")).to_have_count(1)
    await ask(page, THAI)
    await expect(other.locator("press-desk .reply.answered")).to_have_count(2, timeout=15_000)
    assert await turns(other) == [ENGLISH, THAI]
    await other.close()


async def test_a_message_typed_offline_is_sent_once_online_and_shown_once(
    context: BrowserContext, service: Service
) -> None:
    page = await context.new_page()  # not the `page` fixture, which treats errors in the console as failures
    await page.goto(service.url)
    await ask(page, ENGLISH)
    await context.set_offline(True)
    await page.get_by_role("combobox").fill(THAI)
    await page.keyboard.press("Enter")
    await expect(page.locator("press-desk .turn")).to_have_count(2)
    await expect(page.locator("press-desk .reply.answered")).to_have_count(1)
    await context.set_offline(False)
    await expect(page.locator("press-desk .reply.answered")).to_have_count(2, timeout=20_000)
    assert await turns(page) == [ENGLISH, THAI]
    await page.close()


async def test_a_draft_survives_a_reload(page: Page) -> None:
    await page.get_by_role("combobox").fill("half a thought")
    await page.reload()
    await expect(page.get_by_role("combobox")).to_have_text("half a thought")


async def test_an_answer_is_copied_as_a_quotation_with_its_source(page: Page, context: BrowserContext) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = await ask(page, ENGLISH)
    await card.locator(".actions .buttons button").first.click()
    await expect(page.locator("press-desk .live")).to_have_text(re.compile("คัดลอกแล้ว|Copied"))
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert "chaired this meeting" in copied and "/kb/documents/press-release#p1" in copied
    assert re.search(r"\b2025\b", copied)


async def test_feedback_is_stored_and_its_button_stays_pressed(page: Page) -> None:
    card = await ask(page, ENGLISH)
    async with page.expect_response("**/api/v1/feedback") as told:
        await card.locator(".feedback button").first.click()
    assert (await told.value).status == 204
    await expect(card.locator(".feedback button").first).to_have_attribute("aria-pressed", "true")
    await page.reload()
    await expect(page.locator("press-desk .feedback button").first).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("typed", "script"), [("ประชุม", "[ก-๎]"), ("who", "[A-Za-z]")])
async def test_suggestions_are_chosen_with_the_keyboard_and_sent(page: Page, typed: str, script: str) -> None:
    await page.get_by_role("combobox").press_sequentially(typed)
    option = page.get_by_role("option").first
    await expect(option).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(option).to_have_attribute("aria-selected", "true")
    assert re.search(script, await option.text_content() or "")
    await page.keyboard.press("Enter")
    await expect(page.locator("press-desk .turn")).to_have_count(1)
    await expect(page.locator("press-desk .reply").first).to_be_visible()


async def test_clearing_the_conversation_erases_it_in_every_tab(
    page: Page, context: BrowserContext, service: Service
) -> None:
    await ask(page, ENGLISH)
    other = await context.new_page()
    await other.goto(service.url)
    await expect(other.locator("press-desk .turn")).to_have_count(1)
    await page.get_by_role("button", name="เมนู").click()
    await page.locator("press-desk .menu button").last.click()
    await page.get_by_role("button", name="ลบ", exact=True).click()
    await expect(page.locator("press-desk .turn")).to_have_count(0)
    await expect(other.locator("press-desk .turn")).to_have_count(0)
    await other.close()


async def test_the_launcher_works_by_keyboard_only(page: Page, service: Service) -> None:
    await page.goto(f"{service.url}/embed")
    launcher = page.locator("press-desk .launcher")
    await launcher.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("press-desk dialog.panel")).to_be_visible()
    await expect(page.get_by_role("combobox")).to_be_focused()
    await page.keyboard.type(ENGLISH)
    await page.keyboard.press("Enter")
    await expect(page.locator("press-desk .reply.answered")).to_be_visible()
    await expect(page.get_by_role("combobox")).to_be_focused()  # an answer does not take the focus
    await page.keyboard.press("Escape")
    await expect(page.locator("press-desk dialog.panel")).to_be_hidden()
    await expect(launcher).to_be_focused()


async def test_on_a_phone_the_open_panel_fills_the_screen(page: Page, service: Service) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{service.url}/embed")
    await page.locator("press-desk .launcher").click()
    panel = page.locator("press-desk dialog.panel")
    await expect(panel).to_be_visible()
    box = await panel.bounding_box()
    assert box is not None and (box["width"], box["height"]) == (390, 844)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("dark", [False, True])
async def test_there_are_no_accessibility_violations(page: Page, service: Service, language: str, dark: bool) -> None:
    await page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    await page.goto(f"{service.url}/?lang={language}")
    assert await violations(page) == []
    await ask(page, THAI if language == "th" else ENGLISH)
    await page.get_by_role("combobox").press_sequentially("ประชุม" if language == "th" else "who")
    await expect(page.get_by_role("option").first).to_be_visible()
    assert await violations(page) == []
    await page.goto(f"{service.url}/embed?lang={language}")
    assert await violations(page) == []
    launcher = page.locator("press-desk .launcher")
    await expect(launcher).to_have_text("ถามฝ่ายข่าว" if language == "th" else "Ask the press desk")
    await launcher.click()
    await expect(page.locator("press-desk dialog.panel")).to_be_visible()
    assert await violations(page) == []
    await page.goto(f"{service.url}/kb/documents/press-release")
    assert await violations(page) == []


@pytest_asyncio.fixture(loop_scope="session")
async def news(site: str, service: Service) -> AsyncIterator[str]:
    """A news site with the strictest Content-Security-Policy that embeds the widget."""

    async def front_page(request: web.Request) -> web.Response:
        policy = f"default-src 'none'; script-src {service.url}; connect-src {service.url}"
        element = '<press-desk language="en" question="Where was it held?"></press-desk>'
        script = f'<script type="module" src="{service.url}/widget.js"></script>'
        page = f"<!doctype html><html lang=en><title>News</title><main><h1>News</h1></main>{script}{element}"
        return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.router.add_get("/", front_page)
    async with TestServer(app, host="127.0.0.1", port=int(site.rpartition(":")[2])):
        yield site


async def test_a_site_with_the_strictest_policy_can_embed_it(browser: Browser, news: str, service: Service) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    faults: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    await page.goto(news)
    await page.get_by_role("button", name="Ask the press desk").click()
    await expect(page.locator("press-desk")).to_contain_text("Where was it held?")
    await ask(page, ENGLISH)
    await expect(page.locator("press-desk .reply.answered").last).to_contain_text("chaired this meeting")
    assert [fault for fault in faults if "favicon" not in fault] == []
    assert asked == {news, service.url}
    assert await context.cookies() == []
    await context.close()
