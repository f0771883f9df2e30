"""A hundred edits of the knowledge base, a third of them broken, under load: `python benchmarks/edits.py`.

Starts a service of its own on a copy of kb/, has several clients ask without pause, and edits files as staff would.
Prints how long each good edit took to be answered, whether any turn failed or showed what was never published, and
whether a broken file was counted and left the last good state in service. Exit code 1 where any of that went wrong.
"""

import argparse
import asyncio
import random
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.service.running import Service, running_service

WORDS = ("นกยูง", "พะยูน", "มะขาม", "ลำไย", "กระท้อน")  # of five projects that are edited again and again
CLIENTS = 4
LIMIT = 2.0  # seconds in which a good edit must be answered
BROKEN = (
    "---\ntitle: [\n---\n\nข้อความ\n",
    "---\ntitle: ชื่อ\nreviewed: เมื่อวาน\n---\n\nข้อความที่ต้องไม่มีใครเห็น\n",
    "---\ntitle: ชื่อ\nreviewed: 2026-01-01\ncolour: red\n---\n\nข้อความที่ต้องไม่มีใครเห็น\n",
    "title: ไม่มีเส้น\n\nข้อความที่ต้องไม่มีใครเห็น\n",
    "",
)


@dataclass
class Desk:
    """The folder that is edited, and all that was ever published of each project."""

    folder: Path
    service: Service
    published: dict[str, set[str]] = field(default_factory=lambda: {word: set() for word in WORDS})
    turns: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def file(self, word: str) -> Path:
        return self.folder / "facts" / f"project-{WORDS.index(word)}.th.md"

    def save(self, word: str) -> str:
        """A good edit; the text that must be answered from then on."""
        text = f"โครงการ{word}มีรหัสประจำโครงการคือ {uuid.uuid4().hex[:8]}"
        self.published[word].add(text)
        self.file(word).write_text(
            f"---\ntitle: โครงการ{word}\nquestions: [โครงการ{word}มีรหัสอะไร]\nreviewed: 2026-01-01\n---\n\n{text}\n",
            "utf-8",
        )
        return text

    async def ask(self, http: aiohttp.ClientSession, word: str) -> str:
        """What a visitor is told; anything but a published text of the project, or that there is none, is a fault."""
        body = {"session": f"edits-{uuid.uuid4().hex}", "message": f"โครงการ{word}มีรหัสอะไร"}
        async with http.post(f"{self.service.url}/api/v1/messages", json=body) as response:
            answer: dict[str, Any] = await response.json()
        self.turns += 1
        if response.status != 200 or answer["replies"][0]["outcome"] == "error":
            self.faults.append(f"turn failed: {response.status} {answer}")
            return ""
        reply = answer["replies"][0]
        ours = "รหัสประจำโครงการ" in reply["text"] and word in reply["text"]
        if (ours and reply["text"] not in self.published[word]) or "ต้องไม่มีใครเห็น" in reply["text"]:
            self.faults.append(f"never published: {reply['text']}")
        return str(reply["text"])

    async def broken(self, http: aiohttp.ClientSession) -> int:
        async with http.get(f"{self.service.url}/readyz") as response:
            return int((await response.json())["index"]["broken"])


async def load(desk: Desk, http: aiohttp.ClientSession, chance: random.Random) -> None:
    while True:
        await desk.ask(http, chance.choice(WORDS))


async def until(desk: Desk, http: aiohttp.ClientSession, word: str, text: str) -> None:
    start = time.perf_counter()
    while await desk.ask(http, word) != text:
        if time.perf_counter() - start > 5 * LIMIT:
            desk.faults.append(f"not answered after {5 * LIMIT:.0f} s: {text}")
            return
    desk.seconds.append(time.perf_counter() - start)


async def spoil(desk: Desk, http: aiohttp.ClientSession, word: str, good: str, chance: random.Random) -> None:
    """A broken edit: counted within the limit, the last good text still answered; then mended."""
    desk.file(word).write_text(chance.choice(BROKEN), "utf-8")
    start = time.perf_counter()
    while await desk.broken(http) != 1:
        if time.perf_counter() - start > LIMIT:
            desk.faults.append("a broken file was not reported")
            break
        await asyncio.sleep(0.05)
    if (said := await desk.ask(http, word)) != good:
        desk.faults.append(f"the last good state was lost: {said}")


async def edit(desk: Desk, count: int, chance: random.Random) -> None:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        now = {word: desk.save(word) for word in WORDS}
        for word, text in now.items():
            await until(desk, http, word, text)
        desk.seconds.clear()
        clients = [asyncio.create_task(load(desk, http, random.Random(i))) for i in range(CLIENTS)]
        for i in range(count):
            word = chance.choice(WORDS)
            if i % 2:
                await spoil(desk, http, word, now[word], chance)
            now[word] = desk.save(word)
            await until(desk, http, word, now[word])
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=67, help="good edits; before every second one comes a broken one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kb"
        shutil.copytree(ROOT / "kb", folder)
        limits = {"rate_session": 10**6, "rate_address": 10**6}
        async with running_service(Path(name) / "var", kb_dir=folder, **limits) as service:
            desk = Desk(folder, service)
            await edit(desk, options.edits, random.Random(options.seed))
    good, worst = len(desk.seconds), max(desk.seconds)
    bad = options.edits // 2
    print(f"{options.edits} good edits and {bad} broken ones, {desk.turns} turns, {CLIENTS} clients")
    print(f"good edits answered after p50 {statistics.median(desk.seconds):.2f} s, worst {worst:.2f} s, of {good}")
    print(f"faults: {len(desk.faults)}")
    for fault in desk.faults[:10]:
        print("  " + fault)
    return 1 if desk.faults or worst > LIMIT else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
