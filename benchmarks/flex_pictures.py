"""Draws sample LINE messages: docs/images/line-*.png, 390 px wide. `.venv/bin/python -m benchmarks.flex_pictures`."""

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from playwright.async_api import async_playwright

from bot.answers import compose
from bot.content.loader import KnowledgeBase, load
from bot.line.rendering import render
from bot.reply import Choice, Language, Outcome, Reply
from bot.text.sentences import sentences
from tests.browser.conftest import ARGUMENTS, chromium
from tests.line.flex_html import Json, page

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
HOST = "https://press.example.org"
TODAY = date(2019, 4, 2)
WIDTH, HEIGHT = 390, 200  # CSS px; screenshots are as high as the messages
NOTIFY: Mapping[Language, Mapping[str, str]] = {
    "th": {"แจ้งเมื่อมีข่าวใหม่": "do=subscribe&with=a"},
    "en": {"Notify me": "do=subscribe&with=a"},
}
READ_BACK = """ขอทวนนะคะ
คำถาม: งบประมาณของโครงการเมืองอัจฉริยะปีหน้าเป็นเท่าไร และจังหวัดใดจะได้รับก่อน
ชื่อ: สมหญิง ใจดี
สังกัด: หนังสือพิมพ์ตัวอย่าง
ช่องทางติดต่อ: somying@example.org
กำหนดเวลา: 3 เมษายน พ.ศ. 2562 เวลา 12.00 น.
ถูกต้องและให้ส่งเลยไหมคะ"""


def answered(base: KnowledgeBase, entry: str, language: Language) -> Reply:
    """The Reply as the edge returns it: with absolute URLs and a receipt."""
    reply = compose.answered(base.entries[entry], 1, language, base, TODAY)
    citations = [citation.model_copy(update={"url": HOST + citation.url}) for citation in reply.citations]
    event = reply.event
    if event and event.ics:
        event = event.model_copy(update={"ics": HOST + event.ics})
    return reply.model_copy(update={"citations": citations, "event": event, "receipt": "Zm9vYmFyYmF6cXV4"})


def samples(base: KnowledgeBase) -> Mapping[str, list[Json]]:
    thai = answered(base, "facts/masterplan-focus", "th")
    leading = thai.model_copy(update={"lead": sentences(thai.text)[0]})
    passages = base.entries["documents/press-release"].texts["th"].passages
    long = answered(base, "documents/press-release", "th").model_copy(update={"text": "\n\n".join(passages)})
    confirmation = Reply(
        outcome=Outcome.PROMPT,
        language="th",
        text=READ_BACK,
        choices=[
            Choice(title="ถูกต้อง ส่งเลย", message="ถูกต้อง ส่งเลย"),
            Choice(title="แก้ไข", message="ไม่ถูกต้อง"),
            Choice(title="ยกเลิก", message="ยกเลิก"),
        ],
    )
    near = [base.entries["facts/thai-smart-cities"], base.entries["events/smart-cities-network-2019"]]
    return {
        "answer": render.replies([leading], NOTIFY["th"]),
        "translated": render.replies([answered(base, "facts/masterplan-focus", "en")], NOTIFY["en"]),
        "event": render.replies([answered(base, "events/retreat-2019", "th")], NOTIFY["th"]),
        "quote": render.replies([answered(base, "quotes/pichet-closing", "th")]),
        "clarify": render.replies([compose.clarify([*near, base.entries["events/public-private-forum-2019"]], "th")]),
        "enquiry": render.replies([confirmation]),
        "not-announced": render.replies([compose.not_announced(base.meeting, "th")], NOTIFY["th"]),
        "long": render.replies([long]),
    }


async def main() -> None:
    base = load(ROOT / "kb")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        shown = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, messages in samples(base).items():
            await shown.set_content(page(messages))
            await shown.screenshot(path=IMAGES / f"line-{name}.png", full_page=True)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
