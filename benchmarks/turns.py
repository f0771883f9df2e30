"""Measures a turn and its parts: `make bench`. Starts its own service on free ports, with its own data folder.

Prints p50 and p95 of 200 sequential calls for each part: the whole turn over HTTP, Rasa with its action, Rasa alone (a
greeting, which calls no action), suggestions, search and reading (the same code, in this process), and the journal;
then of 16 questions at once: the turns over HTTP, and their search and reading. "A new question" is one that was not
asked before; in the other turns over HTTP, the readings are cached after the first sixteen.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.content.loader import KnowledgeBase
from bot.content.repository import KnowledgeRepository
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.journal.database import open_journal
from bot.journal.turns import MessageRecord, Turns
from bot.reading.cache import CachedReader
from bot.reading.load import load_reader
from bot.reading.read import read
from bot.reply import Outcome, Reply
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import Retrieved, retrieve
from bot.settings import load
from bot.text.language import detect
from tests.service.running import Service, running_service

QUESTIONS = (
    "การประชุมจัดขึ้นที่ไหน",
    "Which event comes next?",
    "ใครเป็นประธาน",
    "What was agreed on cybersecurity?",
    "ประชุมกันวันไหน",
    "old name of the masterplan",
    "มีทุนเรียนต่อไหม",
    "how many countries came",
    "ใครเป็นเจ้าภาพปีหน้า",
    "what did the minister say about smart cities",
    "งบประมาณเท่าไหร่",
    "Why was the name changed?",
    "ห้าความท้าทายมีอะไรบ้าง",
    "who paid for the dinner",
    "เมืองอัจฉริยะของไทยมีเมืองอะไร",
    "when is the public private forum",
)
AT_ONCE = len(QUESTIONS)
WARM_UP = 10  # steps that are not counted


def sample_questions(base: KnowledgeBase) -> list[str]:
    """The sample questions of all entries, in random order."""
    found = [one for entry in base.entries.values() for text in entry.texts.values() for one in text.questions]
    return random.Random(1).sample(found, len(found))


async def timed(count: int, step: Callable[[int], Awaitable[object]], warm_up: int = WARM_UP) -> list[float]:
    """Milliseconds of each of `count` steps, after those of warming up, which have numbers below 0."""
    milliseconds = []
    for i in range(-warm_up, count):
        start = time.perf_counter()
        await step(i)
        if i >= 0:
            milliseconds.append((time.perf_counter() - start) * 1000)
    return milliseconds


def print_row(name: str, milliseconds: list[float]) -> None:
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    print(f"{name:<28} p50 {statistics.median(milliseconds):6.1f} ms   p95 {p95:6.1f} ms   n {len(milliseconds)}")


def memory(pid: int) -> str:
    """Resident memory of a process, shared pages counted once (PSS, or RSS if the system has no PSS)."""
    info = psutil.Process(pid).memory_full_info()
    return f"{getattr(info, 'pss', info.rss) / 2**20:.0f} MB"


async def measure(service: Service, count: int) -> None:
    print(f"ready after {service.seconds:.1f} s")
    base = KnowledgeRepository(ROOT / "kb", lambda: datetime.now(UTC)).public()
    async with aiohttp.ClientSession() as http:

        async def post(message: str) -> object:
            body = {"session": f"bench-{uuid.uuid4().hex}", "message": message}
            async with http.post(f"{service.url}/api/v1/messages", json=body) as response:
                response.raise_for_status()
                return await response.json()

        async def to_rasa(message: str) -> object:
            body = {"sender": f"bench-{uuid.uuid4().hex}", "message": message, "metadata": {}}
            async with http.post(f"{service.rasa_url}/webhooks/rest/webhook", json=body) as response:
                return await response.json()

        async def suggest(i: int) -> object:
            query = {"q": QUESTIONS[i % len(QUESTIONS)][: 3 + i % 12]}
            async with http.get(f"{service.url}/api/v1/suggestions", params=query) as response:
                return await response.json()

        new = sample_questions(base)
        alone, rounds = len(new) // 2, range(len(new) // 2, len(new) - AT_ONCE, AT_ONCE)
        print_row("a new question, over HTTP", await timed(alone - WARM_UP, lambda i: post(new[i + WARM_UP])))

        async def post_all(i: int) -> object:
            at = rounds[i]
            return await asyncio.gather(*map(post, new[at : at + AT_ONCE]))

        print_row(f"{AT_ONCE} new questions at once", await timed(len(rounds), post_all, warm_up=0))
        whole = await timed(count, lambda i: post(QUESTIONS[i % len(QUESTIONS)]))
        print_row("a turn, over HTTP", whole)
        rasa_with_action = await timed(count, lambda i: to_rasa(QUESTIONS[i % len(QUESTIONS)]))
        rasa_alone = await timed(count, lambda i: to_rasa("สวัสดีค่ะ"))
        print_row("  Rasa with its action", rasa_with_action)
        print_row("    Rasa alone (greeting)", rasa_alone)
        print_row("suggestions while typing", await timed(count, suggest))

    index = KnowledgeIndex.of(base, EncodingCache(Embedder.load(service.model)))

    def found(asked: range) -> list[Retrieved]:
        questions = [QUESTIONS[i % len(QUESTIONS)] for i in asked]
        return retrieve(base, index, [index.read(one, detect(one) or "en") for one in questions])

    async def find(i: int) -> object:
        return found(range(i, i + 1))

    async def find_all(_: int) -> object:
        return found(range(AT_ONCE))

    rows = {"search, model included": await timed(count, find), f"search, {AT_ONCE} at once": await timed(20, find_all)}
    settings = load()
    if reader := load_reader(settings.reader, service.model, settings.data_dir):
        each, together = [found(range(i, i + 1)) for i in range(AT_ONCE)], found(range(AT_ONCE))

        async def read_one(i: int) -> object:
            return read(each[i % AT_ONCE], CachedReader(reader.model))

        async def read_all(_: int) -> object:
            return read(together, CachedReader(reader.model))

        rows |= {"reading": await timed(count, read_one), f"reading, {AT_ONCE} at once": await timed(20, read_all)}
    for name, values in rows.items():
        print_row(f"    {name}", values)
    with tempfile.TemporaryDirectory() as folder:
        engine = await open_journal(f"sqlite+aiosqlite:///{folder}/journal.sqlite3")
        turns = Turns(engine)
        reply = Reply(outcome=Outcome.ANSWERED, language="th", text="ข้อความ" * 40)

        async def record(i: int) -> object:
            asked = MessageRecord("bench-journal", "คำถาม", "web", datetime.now(UTC), uuid.uuid4())
            return await turns.record(asked, [reply], 1.0)

        print_row("  journal, one turn", await timed(count, record))
        await engine.dispose()
    edge = statistics.median(whole) - statistics.median(rasa_with_action)
    print(f"share of the edge (whole turn less Rasa with its action, journal included): {edge:.1f} ms")
    print(f"memory: bot {memory(service.pid)}, Rasa {memory(service.rasa_pid())}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=200)
    count = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        limits = {"rate_session": 10_000, "rate_address": 10_000}
        async with running_service(Path(folder), kb_dir=ROOT / "kb", reader=load().reader, **limits) as service:
            await measure(service, count)


if __name__ == "__main__":
    asyncio.run(main())
