"""Calendar files, receipts and transcripts of the chat page; and an enquiry's answer that arrives later."""

import asyncio
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.async_api import BrowserContext, Download, Page, expect

from tests.browser.test_page import ask
from tests.service.running import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")
WHEN, WHO = "When is the Mekong River Cities Network meeting?", "Who chaired the meeting?"
UNANNOUNCED = "How much did the forum cost in baht?"


async def contents(file: Download) -> bytes:
    return await asyncio.to_thread(Path(await file.path()).read_bytes)


async def from_menu(page: Page, name: str) -> None:
    await page.get_by_role("button", name="เมนู").click()
    await page.get_by_role("button", name=name).click()


async def test_an_event_goes_into_the_calendar(page: Page) -> None:
    card = await ask(page, WHEN)
    async with page.expect_download() as loading:
        await card.locator(".calendar a").click()
    file = await loading.value
    assert file.suggested_filename.endswith(".ics")
    (event,) = Calendar.from_ical(await contents(file)).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2025-08-20"
    assert "20–22 August 2025" in await card.inner_text()


async def test_a_shared_receipt_shows_the_answer(page: Page, context: BrowserContext) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = await ask(page, WHO)
    await card.get_by_role("button", name="Share this answer").click()
    await expect(card.locator(".result")).to_have_text("Copied")
    address = await page.evaluate("navigator.clipboard.readText()")
    said = await card.locator(".text").first.inner_text()
    record = await context.new_page()
    await record.goto(address)
    await expect(record.locator("main")).to_contain_text(said)
    await expect(record.locator("main a[href*='/kb/documents/press-release#p1']").first).to_be_visible()


async def test_the_transcript_is_a_file_with_sources_and_dates(page: Page) -> None:
    card = await ask(page, WHO)
    said = await card.locator(".text").first.inner_text()
    async with page.expect_download() as loading:
        await from_menu(page, "ดาวน์โหลดบทสนทนา")
    written = (await contents(await loading.value)).decode()
    assert WHO in written and said in written and "/kb/documents/press-release#p1" in written
    assert re.search(r"พ\.ศ\. 25\d\d \d\d:\d\d", written)  # the time of the message; the page is in Thai


async def test_printing_shows_only_the_transcript(context: BrowserContext, service: Service) -> None:
    page = await context.new_page()
    paper: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    await page.expose_function("put_on_paper", lambda text: paper.set_result(text))
    await page.add_init_script("window.print = () => window.top.put_on_paper(document.body.innerText);")
    await page.goto(f"{service.url}/?lang=en")
    await ask(page, WHO)
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="Print transcript").click()
    printed = await asyncio.wait_for(paper, 10)
    assert WHO in printed and "/kb/documents/press-release#p1" in printed
    assert "Type your question" not in printed
    await page.close()


async def test_a_question_is_passed_on_and_its_answer_comes_into_every_open_tab(
    page: Page, context: BrowserContext, service: Service
) -> None:
    card = await ask(page, UNANNOUNCED)
    await expect(card).to_have_class(re.compile("not_announced"))
    await card.get_by_role("button", name="Pass my question on").click()
    begun = page.locator("press-desk .reply.prompt").first
    await expect(begun).to_contain_text("are used to answer this question only")
    await expect(page.locator("press-desk .reply.prompt").last).to_contain_text("What is your name?")
    for typed in ("Maria Santos", "Manila Bulletin", "maria@example.com", "tomorrow noon"):
        await ask(page, typed)
    last = page.locator("press-desk .reply.prompt").last
    await expect(last).to_contain_text("Let me read it back")
    for value in (UNANNOUNCED, "Maria Santos", "Manila Bulletin", "maria@example.com", "12:00"):
        await expect(last).to_contain_text(value)
    await last.get_by_role("button", name="Yes, send it").click()
    await expect(page.locator("press-desk .turn").last).to_contain_text(re.compile(r"reference number is PD-\d{4}"))
    sent = await page.locator("press-desk .turn").last.inner_text()
    number = str(int(re.search(r"PD-(\d{4})", sent)[1]))  # type: ignore[index]  # asserted above

    other = await context.new_page()
    await other.goto(service.url)
    await expect(other.locator("press-desk .turn")).to_have_count(await page.locator("press-desk .turn").count())
    answer = "The figure will be published with the accounts in June."
    code, output = await service.run_bot("enquiries", "answer", number, answer)
    assert code == 0, output
    for each in (page, other):
        await expect(each.locator("press-desk .turn").last).to_contain_text(answer, timeout=10_000)
        await expect(each.locator("press-desk .turn").last).to_contain_text(UNANNOUNCED)
    await expect(page.locator("press-desk .live")).to_contain_text(answer)
    await other.close()
