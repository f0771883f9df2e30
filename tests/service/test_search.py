"""Search with the model and the knowledge base in tests/kb."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pythainlp.util import eng_to_thai, thai_to_eng

from bot.content.loader import load
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.messages.conversation import UNREADABLE
from bot.pipeline.service import AnswerService
from bot.reading.calibration import ANSWER_THRESHOLD
from bot.reply import Language, Outcome
from bot.retrieval.documents import documents
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import order
from tests.conftest import KB, always
from tests.service.answering import answers_from, replies_to
from tests.service.running import MODEL


@pytest.fixture(scope="module")
def encodings(tmp_path_factory: pytest.TempPathFactory) -> EncodingCache:
    return EncodingCache(Embedder.load(str(MODEL)), tmp_path_factory.mktemp("search") / "encodings.sqlite3")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, encodings: EncodingCache) -> AnswerService:
    clock = always(datetime(2026, 11, 23, tzinfo=UTC))
    return answers_from(KB, clock, encodings, tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("typed", "language", "entry"),
    [
        ("สวัสดีค่ะ รบกวนสอบถามหน่อยค่ะ การประชุมจัดที่โรงแรมอะไรคะ", "th", "events/rivers-forum-2025"),
        ("WHO CHAIRED THE MEETING???", "en", "facts/chair"),
        ("เเผนน้ำฉบับใหม่ชื่ออะไร", "th", "facts/water-plan"),
        ("เครือขายเมืองริมโขงประชุมวันใหน", "th", "events/river-cities-2025"),
        (thai_to_eng("ใครเป็นประธานการประชุม"), "th", "facts/chair"),  # on the wrong keyboard
        (eng_to_thai("who chaired the meeting"), "en", "facts/chair"),
        ("ทุน Young Hydrologist ของลุ่มน้ำโขงทำเพื่ออะไร 5555", "th", "facts/young-hydrologists"),
        ("ประชุมที่เชียงใหม่วันที่เท่าไหร่ ปี 68", "th", "events/rivers-forum-2025"),
        ("ประชุมที่เชียงใหม่วันที่เท่าไหร่ ปี ๒๕๖๘", "th", "events/rivers-forum-2025"),
        ("ทุนนักอุทกวิยารุ่นใหม่ทำเพื่ออะไร", "th", "facts/young-hydrologists"),
        ("MHO ย่อมาจากอะไร", "th", "facts/hydrology-office"),  # an entry without a Thai text
        ("What came out of the Chiang Mai meeting on flood warning?", "en", "facts/flood-warning"),
        ("What did the minister say on how ready Thailand is?", "en", "quotes/warin-closing"),  # facts contain it too
    ],
)
async def test_questions_find_their_entry(answers: AnswerService, typed: str, language: Language, entry: str) -> None:
    (reply,) = await replies_to(answers, typed, language)
    cited = [citation.entry for citation in reply.citations]
    assert cited == [entry]


@pytest.mark.parametrize(("asked", "language", "share"), [("th", "en", 0.71), ("en", "th", 0.69)])
def test_an_entry_in_one_language_only_is_found_from_the_other(
    encodings: EncodingCache, asked: Language, language: Language, share: float
) -> None:
    """Sample questions in one language against texts in the other one: e5 alone has a recall at 1 of 0.66 and 0.63."""
    base = load(KB)
    found = [one for one in documents(base) if len(base.entries[one.id].texts) == 2]
    index = KnowledgeIndex(
        [replace(one, sample_questions=(), names=()) for one in found if one.language == language], encodings
    )
    asks = [
        (sample_question, one.id)
        for one in found
        if one.language == asked
        for sample_question in one.sample_questions[1:]
    ]
    queries = index.queries([index.read(question, asked) for question, _ in asks])
    right = [order(index, query, 1)[0].entry == id for query, (_, id) in zip(queries, asks, strict=True)]
    assert len(right) > 150 and sum(right) / len(right) > share


def test_a_sentence_is_most_similar_to_its_translation(encodings: EncodingCache) -> None:
    thai, english, another = encodings.encode(
        ["ประเทศไทยเป็นเจ้าภาพการประชุม", "Thailand hosted the meeting.", "The river is full of fish."], "passage"
    )
    assert thai.meaning @ english.meaning > 0.6 > 0.3 > thai.meaning @ another.meaning


async def test_two_questions_are_both_answered(answers: AnswerService) -> None:
    both = await replies_to(answers, "Who chaired the meeting, and when is the river cities meeting?", "en")
    assert [reply.citations[0].entry for reply in both] == ["facts/chair", "events/river-cities-2025"]


async def test_a_second_question_without_a_subject_is_about_the_first_one_or_the_meeting(
    answers: AnswerService,
) -> None:
    both = await replies_to(answers, "ใครเป็นประธาน แล้วจัดวันไหน", "th")
    assert [reply.citations[0].entry for reply in both] == ["facts/chair", "events/rivers-forum-2025"]
    (reply,) = await replies_to(answers, "who hosts the fish expo and when is it?", "en")
    assert reply.citations[0].entry == "events/fish-expo-2025"


async def test_the_lead_is_the_sentence_that_answers(answers: AnswerService) -> None:
    (reply,) = await replies_to(answers, "Who said that floods know no borders?", "en")
    assert reply.lead == "Floods know no borders, and warnings must know no borders either."
    assert reply.text.startswith("“This forum is a new beginning") and reply.lead in reply.text
    (of_one_sentence,) = await replies_to(answers, "Who chaired the meeting?", "en")
    assert of_one_sentence.lead is None


async def test_confidence_falls_with_the_distance_from_a_sample_question(answers: AnswerService) -> None:
    asked = ("Who chaired the meeting?", "Which minister was chairman of this meeting?", "who was presiding")
    replies = [reply for one in asked for reply in await replies_to(answers, one, "en")]
    assert [reply.citations[0].entry for reply in replies] == ["facts/chair"] * 3
    same, near, far = (reply.confidence or 0.0 for reply in replies)
    assert 1 > same > near > far >= ANSWER_THRESHOLD
    (unanswered,) = await replies_to(answers, "What was the budget of the forum?", "en")
    assert unanswered.confidence is None


@pytest.mark.parametrize("typed", ["🙏🙏🙏", "???", "\u200b", "\u0e49\u0e49\u0e49"])
async def test_a_message_without_letters_or_digits_is_unreadable(answers: AnswerService, typed: str) -> None:
    (reply,) = await replies_to(answers, typed, "th")
    assert (reply.outcome, reply.text) == (Outcome.SOCIAL, UNREADABLE["th"])


@pytest.mark.parametrize("typed", ["5555", "the"])
async def test_a_message_without_a_subject_is_out_of_scope(answers: AnswerService, typed: str) -> None:
    (reply,) = await replies_to(answers, typed, "th")
    assert (reply.outcome, reply.citations) == (Outcome.OUT_OF_SCOPE, [])


async def test_batched_questions_get_the_same_answers_as_single_ones(answers: AnswerService) -> None:
    asked: list[tuple[str, Language]] = [
        ("การประชุมจัดขึ้นที่ไหน", "th"),
        ("Who chaired the meeting?", "en"),
        ("What was agreed on flood warning?", "en"),
        ("ตั้งปลุกหกโมงเช้า", "th"),
    ] * 4
    together = await asyncio.gather(*(replies_to(answers, *one) for one in asked))
    for one, (reply, *_) in zip(asked, together, strict=True):
        (alone, *_) = await replies_to(answers, *one)
        assert (alone.outcome, alone.text) == (reply.outcome, reply.text)
