"""The shipped reader on the invented meeting of the tests: plain questions are answered, near misses refused."""

from datetime import UTC, datetime

import pytest

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.pipeline.service import AnswerService
from bot.reading.load import load_reader
from bot.reply import Language, Outcome, Reply
from bot.settings import Settings
from tests.conftest import KB, always
from tests.service.answering import answers_from, replies_to
from tests.service.running import MODEL

ANSWERABLE: list[tuple[str, Language, str]] = [
    ("Who chaired the meeting?", "en", "facts/chair"),
    ("which country hosts the fish expo", "en", "events/fish-expo-2025"),
    ("what is the flood warning centre going to cover", "en", "facts/flood-warning"),
    ("What does the scholarship train people for?", "en", "facts/young-hydrologists"),
    ("how often will water levels be exchanged", "en", "facts/water-data"),
    ("ใครเป็นประธานการประชุม", "th", "facts/chair"),
    ("มีใครเข้าร่วมประชุมบ้าง", "th", "facts/participants"),
    ("ศูนย์เตือนภัยน้ำท่วมจะครอบคลุมอะไรบ้าง", "th", "facts/flood-warning"),
    ("งานมหกรรมปลาจัดเดือนไหน", "th", "events/fish-expo-2025"),
    ("จะแลกเปลี่ยนข้อมูลระดับน้ำกันบ่อยแค่ไหน", "th", "facts/water-data"),
]
NEAR_MISSES: list[tuple[str, Language]] = [
    ("Who was the deputy chair of the meeting?", "en"),
    ("How much will the flood warning centre cost?", "en"),
    ("why was the water plan renamed twice?", "en"),
    ("how many scholarships will there be each year", "en"),
    ("Who hosted the fish expo in 2023?", "en"),
    ("ใครเป็นรองประธานการประชุม", "th"),
    ("งบประมาณของศูนย์เตือนภัยน้ำท่วมเท่าไหร่", "th"),
    ("ประเทศไหนไม่ยอมแลกเปลี่ยนข้อมูลระดับน้ำ", "th"),
    ("มหกรรมปลาปี 2566 ใครเป็นเจ้าภาพ", "th"),
    ("มีผู้เข้าร่วมประชุมทั้งหมดกี่คน", "th"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> AnswerService:
    folder = tmp_path_factory.mktemp("reading")
    reader = load_reader(str(Settings.model_fields["reader"].default), str(MODEL), folder)
    assert reader is not None
    encodings = EncodingCache(Embedder.load(str(MODEL)), folder / "encodings.sqlite3")
    return answers_from(KB, always(datetime(2026, 11, 23, tzinfo=UTC)), encodings, folder, reader)


async def first_reply(service: AnswerService, question: str, language: Language) -> Reply:
    return (await replies_to(service, question, language))[0]


async def test_plain_questions_are_answered_with_their_words_marked(service: AnswerService) -> None:
    right = []
    for question, language, entry in ANSWERABLE:
        reply = await first_reply(service, question, language)
        if reply.outcome is Outcome.ANSWERED and reply.citations[0].entry == entry:
            assert reply.answer and 0 <= reply.answer.start < reply.answer.end <= len(reply.text), question
            right.append(question)
    assert len(right) >= 0.8 * len(ANSWERABLE), {question for question, _, _ in ANSWERABLE} - {*right}


async def test_near_misses_are_refused(service: AnswerService) -> None:
    answered = [
        question
        for question, language in NEAR_MISSES
        if (await first_reply(service, question, language)).outcome is Outcome.ANSWERED
    ]
    assert len(answered) <= 0.1 * len(NEAR_MISSES), answered
