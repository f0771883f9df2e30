"""Text under embargo and withdrawn text is never visible, however the clock changes.

A property test with the model: entries with random embargoes and last days, and a clock that moves in both directions.
After each move, every response that a visitor can get is searched for text that must be hidden at that time.
"""

import asyncio
import shutil
import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.answers import last_answer
from bot.app import compose_edge
from bot.content.repository import KnowledgeRepository, signature
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.pipeline.message import PipelineMessage
from bot.pipeline.service import AnswerService
from bot.reply import Language
from bot.retrieval.index import background_centre
from bot.retrieval.service import RetrievalService
from bot.settings import Settings
from bot.text.thai import normalize
from tests.conftest import MEETING
from tests.service.running import MODEL

BANGKOK = ZoneInfo("Asia/Bangkok")
START = datetime(2030, 5, 1, 9, 0, tzinfo=BANGKOK)
EXAMPLES, MOVES = 25, 6
# For each entry: id, Thai and English title, question and text, and words that occur nowhere else.
SECRETS = {
    "facts/crane": ("นกกระเรียน", "crane", "จะปล่อยนกกระเรียนคืนสู่ธรรมชาติ 40 ตัว", "Forty cranes will be set free."),
    "events/regatta": ("แข่งเรือยาว", "regatta", "แข่งเรือยาวที่นครพนมวันที่ 3 มิถุนายน", "The regatta is on 3 June."),
    "documents/memo": ("บันทึกแม่น้ำ", "memorandum", "บันทึกแม่น้ำลงนามแล้ว", "The memorandum has been signed."),
    "facts/memo-cost": ("งบประมาณเขื่อน", "budget", "งบประมาณเขื่อนคือ 900 ล้านบาท", "The budget is 900 million baht."),
}
OPEN = ("facts/welcome", "ยินดีต้อนรับ", "welcome", "ยินดีต้อนรับสู่การประชุมทดสอบ", "Welcome to the Test Summit.")
EXTRA = {
    "events/regatta": "event: {start: 2030-06-03, precision: day}\n",
    "facts/memo-cost": "source: {document: documents/memo, paragraph: 1}\n",
}
hours = st.integers(-48, 72)


@dataclass
class Times:
    """The period in which an entry is public: the end of its embargo and its last day; None means no limit."""

    embargo: int | None
    last_day: int | None

    def front_matter(self) -> str:
        lines = []
        if self.embargo is not None:
            lines.append(f"embargo_until: '{(START + timedelta(hours=self.embargo)).isoformat()}'")
        if self.last_day is not None:
            lines.append(f"valid_until: {self.day()}")
        return "".join(line + "\n" for line in lines)

    def day(self) -> date:
        assert self.last_day is not None
        return START.date() + timedelta(days=self.last_day)

    def allows(self, now: datetime) -> bool:
        """Whether the entry is public, implemented independently of the product."""
        begun = self.embargo is None or (now - START).total_seconds() >= 3600 * self.embargo
        return begun and (self.last_day is None or now.astimezone(BANGKOK).date() <= self.day())


times = st.builds(Times, st.none() | hours, st.none() | st.integers(-1, 2))
moves = st.lists(st.integers(-50 * 60, 80 * 60), min_size=MOVES, max_size=MOVES)


def write_kb(folder: Path, chosen: dict[str, Times]) -> None:
    (folder / "meeting.yml").write_text(MEETING, encoding="utf-8")
    for id, th, en, text_th, text_en in [(id, *words) for id, words in SECRETS.items()] + [OPEN]:
        (folder / id).parent.mkdir(parents=True, exist_ok=True)
        limits = chosen[id].front_matter() if id in chosen else ""
        shared = "reviewed: 2030-05-01\n"
        neutral = EXTRA.get(id, "") + limits
        (folder / f"{id}.th.md").write_text(
            f"---\ntitle: {th}\nquestions: [เรื่อง{th}เป็นอย่างไร]\n{shared}{neutral}---\n\n{text_th}\n", "utf-8"
        )
        (folder / f"{id}.en.md").write_text(
            f"---\ntitle: {en}\nquestions: ['What about the {en}?']\n{shared}---\n\n{text_en}\n", "utf-8"
        )


@dataclass
class World:
    """A visitor's view of one knowledge base at one time, and all replies so far."""

    folder: Path
    chosen: dict[str, Times]
    now: datetime = START
    receipts: list[str] = field(default_factory=list)
    sent: list[tuple[str, str, str]] = field(default_factory=list)  # id of the message, its text, its language
    client: Any = None
    answers: Any = None

    def hidden(self) -> set[str]:
        found = {id for id, limits in self.chosen.items() if not limits.allows(self.now)}
        # A fact from a hidden document is hidden too, because its source could not be named.
        return found | ({"facts/memo-cost"} if "documents/memo" in found else set())

    async def page(self, path: str) -> tuple[int, str]:
        async with self.client.get(path) as response:
            return response.status, await response.text()

    async def say(self, text: str, language: str, id: str) -> str:
        body = {"session": "embargo-test", "message": text, "id": id, "language": language}
        async with self.client.post("/api/v1/messages", json=body) as response:
            assert response.status == 200, await response.text()
            answer = await response.json()
        self.receipts += [reply["receipt"] for reply in answer["replies"] if reply["receipt"]]
        return str(answer)

    async def everything(self) -> list[tuple[str, str]]:
        """Every response that a visitor can get, with a label of its request."""
        seen = [("page /", (await self.page("/"))[1])]
        for id in SECRETS:
            status, text = await self.page(f"/kb/{id}")
            assert status == (404 if id in self.hidden() else 200), (id, self.now)
            seen.append((f"page {id}", text.replace(id, "")))
        for id, text, language in list(self.sent):
            seen.append((f"said again: {text}", await self.say(text, language, id)))
        for th, en, *_ in SECRETS.values():
            for text, language in ((f"เรื่อง{th}เป็นอย่างไร", "th"), (f"What about the {en}?", "en")):
                self.sent.append((str(uuid.uuid4()), text, language))
                seen.append((text, await self.say(text, language, self.sent[-1][0])))
        for text, language in (("มีงานอะไรบ้าง", "th"), ("Which events are there?", "en")):
            listed = await self.answers.events(PipelineMessage(text, language))
            seen.append((f"events: {text}", str([reply.model_dump() for reply in listed.replies])))
        seen.append(("calendar", (await self.page("/events.ics"))[1]))
        for th, en, *_ in SECRETS.values():
            for typed in (th[:4], en[:4]):
                seen.append((f"suggestions: {typed}", (await self.page(f"/api/v1/suggestions?q={typed}"))[1]))
        for id in SECRETS:
            seen += await self.spoken_of(id)
        seen += [(f"receipt {receipt}", (await self.page(f"/r/{receipt}"))[1]) for receipt in self.receipts]
        return seen

    async def spoken_of(self, id: str) -> list[tuple[str, str]]:
        """The replies of a conversation whose last answer is this entry, from the time when it was public."""
        places, builder = ((id, 1),), self.answers.replies("en")
        told = [await self.answers.answer(PipelineMessage("When is it?", "en", places))]
        told += [last_answer.with_source(builder, places), last_answer.in_original(builder, places)]
        told.append(last_answer.translated(builder, places, "in Thai"))
        return [(f"after {id}", str([reply.model_dump() for reply in said.replies])) for said in told]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Embedder, Path]]:
    """The model, and a cache with the embeddings that every knowledge base needs."""
    embedder, file = Embedder.load(str(MODEL)), tmp_path_factory.mktemp("warm") / "encodings.sqlite3"
    for language in ("th", "en"):
        background_centre(EncodingCache(embedder, file), language)
    yield embedder, file


@asynccontextmanager
async def world(folder: Path, chosen: dict[str, Times], warm: tuple[Embedder, Path]) -> AsyncIterator[World]:
    write_kb(folder, chosen)
    here = World(folder, chosen)

    def clock() -> datetime:  # moved by the test
        return here.now.astimezone(UTC)

    library = KnowledgeRepository(folder, clock)
    cache = folder / "encodings.sqlite3"
    shutil.copy(warm[1], cache)
    retrieval = RetrievalService(library, EncodingCache(warm[0], cache), clock)
    here.answers = AnswerService(retrieval, library, clock)

    async def webhook(request: web.Request) -> web.Response:
        asked = await request.json()
        language: Language = asked["metadata"]["language"]
        said = await here.answers.answer(PipelineMessage(asked["message"], language))
        return web.json_response([{"custom": reply.model_dump(mode="json")} for reply in said.replies])

    rasa = web.Application()
    rasa.router.add_post("/webhooks/rest/webhook", webhook)
    async with TestServer(rasa) as server:
        chosen_settings = Settings(
            kb_dir=folder,
            data_dir=folder / "var",
            rasa_url=str(server.make_url("")),
            turn_seconds=30,
            rate_session=10**6,
        )
        async with TestClient(TestServer(compose_edge(chosen_settings, library, clock))) as client:
            here.client = client
            yield here


def leaks(seen: list[tuple[str, str]], hidden: set[str]) -> list[str]:
    """The responses that contain hidden text. Only choices may repeat the visitor's own words."""
    found = []
    for how, text in seen:
        found += [f"{how}: {id}" for id in hidden if SECRETS[id][2] in text or SECRETS[id][3] in text]
        asked = how.removeprefix("said again: ")
        found += [f"{how}: title of {id}" for id in hidden if SECRETS[id][0] in text and SECRETS[id][0] not in asked]
    return found


def encoded(world: World, text: str) -> bool:
    key = world.answers.retrieval._encodings._key(normalize(text), "passage")
    with closing(sqlite3.connect(world.folder / "encodings.sqlite3")) as database:
        return database.execute("SELECT 1 FROM encodings WHERE key = ?", (key,)).fetchone() is not None


checked = {"moves": 0, "ways": 0, "hidden": 0, "shown": 0}


@given(st.fixed_dictionaries({id: times for id in SECRETS}), moves)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # no shrinking: each example takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_hidden_text_is_never_visible(
    tmp_path_factory: pytest.TempPathFactory,
    warm: tuple[Embedder, Path],
    chosen: dict[str, Times],
    minutes: list[int],
) -> None:
    async def run() -> None:
        async with world(tmp_path_factory.mktemp("kb"), chosen, warm) as here:
            ever_public = SECRETS.keys() - here.hidden()
            for move in minutes:
                here.now = START + timedelta(minutes=move)
                hidden = here.hidden()
                ever_public |= SECRETS.keys() - hidden
                seen = await here.everything()
                assert leaks(seen, hidden) == [], here.now
                index = here.answers.retrieval.snapshot().index
                held = {document.id for language in index.languages.values() for document in language.documents}
                assert held == (SECRETS.keys() | {OPEN[0]}) - hidden
                for id in SECRETS.keys() - ever_public:
                    assert not encoded(here, SECRETS[id][2]), id
                checked["moves"] += 1
                checked["ways"] += len(seen)
                checked["hidden"] += len(hidden)
                checked["shown"] += len(SECRETS) - len(hidden)

    asyncio.run(run())


def test_entries_were_hidden_and_shown_often_enough() -> None:
    """The property above is meaningful only if both happened often."""
    print(f"\n{checked}")
    assert checked["moves"] >= EXAMPLES and checked["hidden"] > 50 and checked["shown"] > 50


async def test_embargo_and_last_day_take_effect_on_time_without_editing_a_file(
    tmp_path: Path, warm: tuple[Embedder, Path]
) -> None:
    chosen = {id: Times(None, None) for id in SECRETS} | {"facts/crane": Times(embargo=2, last_day=0)}
    async with world(tmp_path, chosen, warm) as here:
        files = signature(tmp_path / "facts")

        async def said() -> str:
            return await here.say("เรื่องนกกระเรียนเป็นอย่างไร", "th", str(uuid.uuid4()))

        here.now = START + timedelta(hours=2) - timedelta(seconds=1)
        assert SECRETS["facts/crane"][2] not in await said()
        here.now = START + timedelta(hours=2)
        assert SECRETS["facts/crane"][2] in await said()
        here.now = datetime(2030, 5, 1, 23, 59, 59, tzinfo=BANGKOK)
        assert SECRETS["facts/crane"][2] in await said()
        here.now = datetime(2030, 5, 2, tzinfo=BANGKOK)
        assert SECRETS["facts/crane"][2] not in await said()
        assert files == signature(tmp_path / "facts")
