"""The shipped kb/. All other tests use tests/kb; replace this file together with kb/."""

from datetime import UTC, date, datetime

import pytest

from bot.content.check import check
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.pipeline.service import AnswerService
from bot.reply import Language, Outcome
from tests.conftest import always
from tests.service.answering import answers_from, replies_to
from tests.service.running import MODEL, ROOT

SHIPPED = ROOT / "kb"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> AnswerService:
    folder = tmp_path_factory.mktemp("shipped")
    encodings = EncodingCache(Embedder.load(str(MODEL)), folder / "encodings.sqlite3")
    return answers_from(SHIPPED, always(NOW), encodings, folder)


@pytest.mark.parametrize(
    ("asked", "language", "outcome", "entry"),
    [
        ("ใครเป็นประธานการประชุม", "th", Outcome.ANSWERED, "facts/chair"),
        ("Who chaired the meeting?", "en", Outcome.ANSWERED, "facts/chair"),
        ("การประชุมจัดที่โรงแรมอะไรคะ", "th", Outcome.ANSWERED, "events/retreat-2019"),
        ("When is the smart cities network meeting?", "en", Outcome.ANSWERED, "events/smart-cities-network-2019"),
        ("อินโดนีเซียเป็นเจ้าภาพงานอะไร", "th", Outcome.ANSWERED, "events/public-private-forum-2019"),
        ("What was agreed on cybersecurity?", "en", Outcome.ANSWERED, "facts/cybersecurity-cooperation"),
        ("แผนแม่บทฉบับใหม่ชื่ออะไร", "th", Outcome.ANSWERED, "facts/masterplan"),
        ("What did Dr Pichet say in closing?", "en", Outcome.ANSWERED, "quotes/pichet-closing"),
        ("What does TELMIN stand for?", "en", Outcome.ANSWERED, "facts/telmin"),
        ("งบประมาณการประชุมเท่าไร", "th", Outcome.NOT_ANNOUNCED, None),
        ("What was the budget of the retreat?", "en", Outcome.NOT_ANNOUNCED, None),
        ("เลขาธิการอาเซียนชื่ออะไร", "th", Outcome.NOT_ANNOUNCED, None),
        ("ขอสูตรผัดไทยหน่อย", "th", Outcome.OUT_OF_SCOPE, None),
        ("play some jazz", "en", Outcome.OUT_OF_SCOPE, None),
    ],
)
async def test_the_shipped_knowledge_base_answers_its_questions(
    answers: AnswerService, asked: str, language: Language, outcome: Outcome, entry: str | None
) -> None:
    (reply,) = await replies_to(answers, asked, language)
    assert (reply.outcome, reply.language) == (outcome, language)
    assert [citation.entry for citation in reply.citations] == ([entry] if entry else [])


def test_the_shipped_knowledge_base_has_no_error() -> None:
    assert [str(finding) for finding in check(SHIPPED, date.today()) if finding.severity == "error"] == []
