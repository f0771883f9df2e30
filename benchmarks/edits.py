"""Edits the knowledge base a hundred times under load, a third of the edits broken: `python benchmarks/edits.py`.

Starts a service on a copy of kb/, with several clients that ask without pause, and edits files as staff would. Prints
how long it took until a valid edit was answered, whether any turn failed or showed unpublished text, and whether each
broken file was reported while the last valid version stayed in service. Exit code 1 if a check failed.
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

WORDS = ("นกยูง", "พะยูน", "มะขาม", "ลำไย", "กระท้อน")  # names of the five projects whose files are edited
CLIENTS = 4
LIMIT = 2.0  # seconds until a valid edit must be answered
BROKEN = (
    "---\ntitle: [\n---\n\nข้อความ\n",
    "---\ntitle: ชื่อ\nreviewed: เมื่อวาน\n---\n\nข้อความที่ต้องไม่มีใครเห็น\n",
    "---\ntitle: ชื่อ\nreviewed: 2026-01-01\ncolour: red\n---\n\nข้อความที่ต้องไม่มีใครเห็น\n",
    "title: ไม่มีเส้น\n\nข้อความที่ต้องไม่มีใครเห็น\n",
    "",
)


@dataclass
class EditedBase:
    """The folder that is edited, all texts published so far by project, and the results."""

    folder: Path
    service: Service
    published: dict[str, set[str]] = field(default_factory=lambda: {word: set() for word in WORDS})
    turns: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def file(self, word: str) -> Path:
        return self.folder / "facts" / f"project-{WORDS.index(word)}.th.md"

    def save(self, word: str) -> str:
        """Write a valid file; returns the text that must be answered from then on."""
        text = f"โครงการ{word}มีรหัสประจำโครงการคือ {uuid.uuid4().hex[:8]}"
        self.published[word].add(text)
        self.file(word).write_text(
            f"---\ntitle: โครงการ{word}\nquestions: [โครงการ{word}มีรหัสอะไร]\nreviewed: 2026-01-01\n---\n\n{text}\n",
            "utf-8",
        )
        return text

    async def ask(self, http: aiohttp.ClientSession, word: str) -> str:
        """Ask about a project; returns the text of the reply. A failed turn or an unpublished text is a fault."""
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
        """The number of broken files that /readyz reports."""
        async with http.get(f"{self.service.url}/readyz") as response:
            return int((await response.json())["index"]["broken"])


async def ask_forever(edited: EditedBase, http: aiohttp.ClientSession, rng: random.Random) -> None:
    while True:
        await edited.ask(http, rng.choice(WORDS))


async def wait_until_answered(edited: EditedBase, http: aiohttp.ClientSession, word: str, text: str) -> None:
    start = time.perf_counter()
    while await edited.ask(http, word) != text:
        if time.perf_counter() - start > 5 * LIMIT:
            edited.faults.append(f"not answered after {5 * LIMIT:.0f} s: {text}")
            return
    edited.seconds.append(time.perf_counter() - start)


async def break_file(edited: EditedBase, http: aiohttp.ClientSession, word: str, good: str, rng: random.Random) -> None:
    """Write a broken file: it must be reported within the limit, and the last valid text must still be answered."""
    edited.file(word).write_text(rng.choice(BROKEN), "utf-8")
    start = time.perf_counter()
    while await edited.broken(http) != 1:
        if time.perf_counter() - start > LIMIT:
            edited.faults.append("a broken file was not reported")
            break
        await asyncio.sleep(0.05)
    if (answer := await edited.ask(http, word)) != good:
        edited.faults.append(f"the last good state was lost: {answer}")


async def edit(edited: EditedBase, count: int, rng: random.Random) -> None:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        now = {word: edited.save(word) for word in WORDS}
        for word, text in now.items():
            await wait_until_answered(edited, http, word, text)
        edited.seconds.clear()
        clients = [asyncio.create_task(ask_forever(edited, http, random.Random(i))) for i in range(CLIENTS)]
        for i in range(count):
            word = rng.choice(WORDS)
            if i % 2:
                await break_file(edited, http, word, now[word], rng)
            now[word] = edited.save(word)
            await wait_until_answered(edited, http, word, now[word])
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
            edited = EditedBase(folder, service)
            await edit(edited, options.edits, random.Random(options.seed))
    good, worst = len(edited.seconds), max(edited.seconds)
    bad = options.edits // 2
    print(f"{options.edits} good edits and {bad} broken ones, {edited.turns} turns, {CLIENTS} clients")
    print(f"good edits answered after p50 {statistics.median(edited.seconds):.2f} s, worst {worst:.2f} s, of {good}")
    print(f"faults: {len(edited.faults)}")
    for fault in edited.faults[:10]:
        print("  " + fault)
    return 1 if edited.faults or worst > LIMIT else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
