"""The chat page in a browser."""

import pytest
from playwright.async_api import Locator, Page, Route, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(page: Page, question: str) -> Locator:
    """Type a question and press Enter. Returns the card of its first reply."""
    before = await page.locator("press-desk .reply").count()
    await page.get_by_role("combobox").fill(question)
    await page.keyboard.press("Enter")
    card = page.locator("press-desk .reply").nth(before)
    await expect(card).to_be_visible()
    return card


async def test_a_thai_answer_shows_text_source_and_dates_in_both_eras(page: Page) -> None:
    card = await ask(page, "ประชุมเครือข่ายเมืองริมโขงจัดวันไหน")
    await expect(card).to_contain_text("ไทยจะเป็นเจ้าภาพจัดประชุมเครือข่ายเมืองริมโขง")
    await expect(card).to_contain_text("20–22 สิงหาคม พ.ศ. 2568 · 20–22 August 2025")
    await expect(card.locator(".source")).to_contain_text("ย่อหน้าที่ 5")


async def test_a_citation_opens_the_source_at_its_paragraph(page: Page) -> None:
    card = await ask(page, "Who chaired the meeting?")
    async with page.expect_popup() as opened:
        await card.locator("a.source").click()
    source = await opened.value
    await expect(source.locator(":target")).to_contain_text("เป็นประธานการประชุมในครั้งนี้")


async def test_the_official_text_stands_beside_a_translation(page: Page) -> None:
    card = await ask(page, "Who chaired the meeting?")
    await expect(card).to_contain_text("Dr. Warin Tharakul")
    await card.locator("summary").click()
    await expect(card.locator("blockquote[lang=th]")).to_contain_text("ดร. วารินทร์ ธารากุล")
    await expect(card.locator(".notice").first).to_have_text("Unofficial translation.")


async def test_an_opening_question_is_sent_with_one_click(page: Page) -> None:
    await page.locator("press-desk .opening .choice").first.click()
    await expect(page.locator("press-desk .reply.answered").first).to_be_visible()


async def test_markup_in_a_message_is_text(page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)><b>hi</b>"
    await ask(page, hostile)
    await expect(page.locator("press-desk .asked")).to_have_text(hostile)
    assert await page.locator("press-desk .log img, press-desk .log b").count() == 0


async def test_a_failed_message_is_tried_again_with_the_same_id(page: Page) -> None:
    bodies: list[str] = []

    async def refuse(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        await route.abort()

    await page.route("**/api/v1/messages", refuse)
    card = await ask(page, "ประชุมที่ไหน")
    await expect(card).to_contain_text("ส่งไม่ได้")
    await expect(page.locator("press-desk .status")).to_contain_text("ออฟไลน์")
    await page.unroute("**/api/v1/messages")
    async with page.expect_request("**/api/v1/messages") as sent:
        await card.get_by_role("button").click()
    await expect(page.locator("press-desk .reply.answered")).to_be_visible()
    request = await sent.value
    assert request.post_data == bodies[0]


@pytest.mark.parametrize("width", [390, 1280])
async def test_no_text_is_cut_off_and_the_input_stays_visible(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    for question in ("ประเด็นที่รัฐมนตรีแลกเปลี่ยนความเห็นกันมีอะไรบ้าง", "What will the new water plan focus on?"):
        await ask(page, question)
    await expect(page.get_by_role("combobox")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="ส่ง", exact=True)).to_be_in_viewport(ratio=1)
    overflow = await page.locator("press-desk .log").evaluate("log => log.scrollWidth - log.clientWidth")
    assert overflow <= 0
    assert await page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth") <= 0


async def test_the_answer_is_announced_once_and_focus_stays(page: Page) -> None:
    await ask(page, "Who chaired the meeting?")
    await expect(page.locator("press-desk .live")).to_have_count(1)
    await expect(page.locator("press-desk .live")).to_contain_text("Dr. Warin")
    await expect(page.get_by_role("combobox")).to_be_focused()
