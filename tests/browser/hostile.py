"""Hostile text in messages and in every field of a Reply and of a knowledge-base entry.

Runs against the real edge in a real browser. A page must have the same elements as with harmless text, run no script,
send no request, and log nothing to its console.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from bot.app import compose_edge
from bot.content.repository import KnowledgeRepository
from bot.reply import AnswerWords, Choice, Citation, DateText, EventCard, Original, Outcome, QuoteCard, Reply
from bot.settings import Settings
from tests.conftest import MEETING, always

HARMLESS = "words"
RUN = "window.ran = (window.ran || 0) + 1"
# Injection attempts: elements, attributes, styles, addresses, templates, encodings.
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg/onload='{RUN}'>",
    f"<svg><animate onbegin='{RUN}' attributeName=x dur=1s>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src='javascript:{RUN}'></iframe>",
    f"<a href='javascript:{RUN}'>press here</a>",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://news.example",
    f"data:text/html,<script>{RUN}</script>",
    "vbscript:msgbox(1)",
    f"<details open ontoggle='{RUN}'>",
    f"<input autofocus onfocus='{RUN}'>",
    f"<body onload='{RUN}'>",
    f"<video><source onerror='{RUN}'></video>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror='{RUN}'>",
    f"<noscript><p title='</noscript><img src=x onerror=\"{RUN}\">'>",
    "<style>*{display:none!important}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>send</button></form>",
    "<object data='data:text/html,x'></object><embed src=//evil.example>",
    "{{ 7 * 7 }} {% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "<!--<img src=x --><!-- --!>",
    "]]><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&lt;script&gt;&#60;script&#62;\\u003cscript\\u003e",
    "\u202e\u2066drowssap\u2069 \u200b\u200d\ufeff",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "ก็็็็็็็็็็็็็็็็็็็็ ด้้้้้็็็็็้้้้้็็็็็",
    "\u2028\u2029\x85line ends",
    "😀👩‍👩‍👧‍👦🏳️‍🌈🇹🇭",
    "x" * 400,
    "'; DROP TABLE turns; --",
    "../../../../etc/passwd%00",
    "__proto__ constructor hasOwnProperty toString",
    "%s%n%x {0} {message} %(name)s",
)


def hostile_reply(text: str) -> dict[str, Any]:
    """A Reply with this text in every text field."""
    reply = Reply(
        outcome=Outcome.ANSWERED,
        language="en",
        text=f"{text} {text}",
        lead=text,
        citations=[
            Citation(
                entry="facts/harmless",
                title=text,
                source=text,
                published="2030-05-02",
                official_language="th",
                paragraph=1,
                url=text,
            )
        ],
        original=Original(language="th", text=text),
        dates=[DateText(iso="2030-05-02", th=text, en=text)],
        event=EventCard(
            start="2030-05-02",
            end=None,
            precision="day",
            place=text,
            host=text,
            status="scheduled",
            past=False,
            ics=text,
        ),
        quote=QuoteCard(speaker=text, role=text, occasion=text, date="2030-05-02"),
        choices=[Choice(title=text, message=text)],
        notices=[text],
        answer=AnswerWords(start=0, end=len(text)),
    )
    return reply.model_dump(mode="json")


def write_entry(folder: Path, name: str, text: str) -> None:
    """Write an entry with this text in every field that accepts it; the loader skips an entry that it rejects."""
    line = " ".join(text.split()) or HARMLESS
    words = {"th": line, "en": line}
    shared = {"title": line, "questions": [line], "reviewed": "2030-05-01"}
    neutral = {
        "source": {"name": line, "url": f"https://news.example/{line}", "date": "2030-05-01"},
        "event": {"start": "2030-05-02", "precision": "day", "place": words, "city": words, "host": words},
        "corrections": [{"date": "2030-05-02", "was": line, "now": line}],
    }
    for language, front in (("th", shared | neutral), ("en", shared)):
        file = folder / "facts" / f"{name}.{language}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n{text}\n", encoding="utf-8")


@asynccontextmanager
async def edge_that_says(texts: Sequence[str], folder: Path) -> AsyncIterator[str]:
    """The edge with a knowledge base of these texts and a fake Rasa whose Reply repeats the message in each field."""
    kb = folder / "kb"
    kb.mkdir(parents=True)
    (kb / "meeting.yml").write_text(MEETING, encoding="utf-8")
    write_entry(kb, "harmless", HARMLESS)
    for number, text in enumerate(texts):
        write_entry(kb, f"hostile-{number}", text)

    async def webhook(request: web.Request) -> web.Response:
        return web.json_response([{"custom": hostile_reply((await request.json())["message"])}])

    rasa = web.Application()
    rasa.router.add_post("/webhooks/rest/webhook", webhook)
    clock = always(datetime(2030, 5, 3, tzinfo=UTC))
    async with TestServer(rasa) as inner:
        url = str(inner.make_url("")).rstrip("/")
        settings = Settings(kb_dir=kb, data_dir=folder / "var", rasa_url=url, rate_session=10**6, turn_seconds=20)
        async with TestServer(compose_edge(settings, KnowledgeRepository(kb, clock), clock)) as outer:
            yield str(outer.make_url("")).rstrip("/")


TAGS = """root => {
  const found = [];
  const walk = (node) => {
    for (const child of node.children) {
      found.push(child.localName);
      if (child.shadowRoot) walk(child.shadowRoot);
      walk(child);
    }
  };
  walk(root);
  return found;
}"""


async def watched(browser: Browser, faults: list[str]) -> Page:
    """A page that must run no script, send no request and log nothing; violations are added to `faults`."""
    page = await browser.new_page()
    await page.add_init_script(
        "for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.ran = 1 }"
    )
    page.on(
        "console", lambda said: faults.append(f"console: {said.text}") if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append("dialog"))
    page.on("request", lambda asked: faults.append(f"asked {asked.url}") if "evil" in asked.url else None)
    return page


async def ran(page: Page) -> bool:
    return bool(await page.evaluate("window.ran || 0"))


async def said_on_page(browser: Browser, url: str, texts: Sequence[str]) -> list[str]:
    """Type each text into the chat, where it is also the answer. Returns the faults."""
    faults: list[str] = []
    page = await watched(browser, faults)
    await page.goto(url)
    expected: Counter[str] | None = None
    for text in [HARMLESS, *texts]:
        if not await page.evaluate("text => text.trim().length", text):
            continue  # nothing to send: browsers treat more characters as white space than Python
        count = await page.locator("press-desk .turn").count()
        await page.get_by_role("combobox").or_(page.get_by_role("textbox")).first.fill(text)
        await page.keyboard.press("Enter")
        turn = page.locator("press-desk .turn").nth(count)
        await turn.locator(".reply").first.wait_for()
        tags = Counter(await turn.evaluate(TAGS))
        links = await turn.locator("a").evaluate_all("links => links.map((link) => link.href)")
        expected = expected or tags
        # An address that cannot be a link is omitted with its element; nothing else may differ.
        more = {tag: n for tag, n in (tags - expected).items() if tag not in ("a", "span", "bdi", "wbr", "br")}
        faults += [f"{text!r}: more elements: {more}"] if more else []
        faults += [f"{text!r}: link to {link}" for link in links if not link.startswith(("http://", "https://"))]
        if await ran(page):
            faults.append(f"{text!r} ran on the chat page")
            break
    await page.reload()
    await page.locator("press-desk .turn").last.wait_for()
    if await ran(page):
        faults.append("ran when the conversation was read again")
    await page.close()
    return faults


async def shown_on_source_pages(browser: Browser, url: str, texts: Sequence[str]) -> tuple[int, list[str]]:
    """Open the source page of an entry made of each text. Returns the number of pages and the faults."""
    faults: list[str] = []
    shown = 0
    page = await watched(browser, faults)
    for number, text in enumerate(texts):
        answer = await page.goto(f"{url}/kb/facts/hostile-{number}")
        assert answer is not None
        if answer.status == 404:  # the loader has rejected this text
            faults[:] = [fault for fault in faults if "404" not in fault]
            continue
        shown += 1
        if answer.status != 200:
            faults.append(f"{text!r}: HTTP {answer.status}")
        tags = set(await page.evaluate(f"({TAGS})(document.body)"))
        strange = tags & {
            "script",
            "img",
            "svg",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "style",
            "link",
            "base",
            "math",
        }
        faults += [f"{text!r}: elements {strange}"] if strange else []
        for data in await page.locator("script[type='application/ld+json']").all_text_contents():
            json.loads(data)
        if await ran(page):
            faults.append(f"{text!r} ran on its source page")
    await page.close()
    return shown, faults
