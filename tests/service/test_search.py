"""The search as it serves, with the model, over this repository's own knowledge base."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pythainlp.util import eng_to_thai, thai_to_eng

from bot.content.loader import load
from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.pipeline.service import AnswerService
from bot.reply import Language, Outcome
from bot.retrieval.documents import documents
from bot.retrieval.index import KnowledgeIndex
from bot.retrieval.search import order
from tests.conftest import always
from tests.service.answering import answers_from, replies_to
from tests.service.running import MODEL, ROOT


@pytest.fixture(scope="module")
def encodings(tmp_path_factory: pytest.TempPathFactory) -> EncodingCache:
    return EncodingCache(Embedder.load(str(MODEL)), tmp_path_factory.mktemp("search") / "encodings.sqlite3")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, encodings: EncodingCache) -> AnswerService:
    clock = always(datetime(2026, 11, 23, tzinfo=UTC))
    return answers_from(ROOT / "kb", clock, encodings, tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("typed", "language", "entry"),
    [
        ("สวัสดีค่ะ รบกวนสอบถามหน่อยค่ะ การประชุมจัดที่โรงแรมอะไรคะ", "th", "events/retreat-2019"),
        ("WHO CHAIRED THE MEETING???", "en", "facts/chair"),
        ("เเผนเเม่บทฉบับใหม่ชื่ออะไร", "th", "facts/masterplan"),
        ("เครือขายเมืองอัจริยะอาเซียนประชุมวันไหน", "th", "events/smart-cities-network-2019"),
        (thai_to_eng("ใครเป็นประธานการประชุม"), "th", "facts/chair"),  # on the wrong keyboard
        (eng_to_thai("who chaired the meeting"), "en", "facts/chair"),
        ("ทุน Digital Talent ของอาเซียนทำเพื่ออะไร 5555", "th", "facts/digital-talent-scholarship"),
        ("ประชุมที่ภูเก็ตวันที่เท่าไหร่ ปี 62", "th", "events/retreat-2019"),
        ("What came out of the Phuket meeting on cybersecurity?", "en", "facts/cybersecurity-cooperation"),
        ("What did the minister say on how ready Thailand is?", "en", "quotes/pichet-closing"),  # and facts say it too
    ],
)
async def test_questions_as_people_type_them(
    answers: AnswerService, typed: str, language: Language, entry: str
) -> None:
    (reply,) = await replies_to(answers, typed, language)
    cited = [citation.entry for citation in reply.citations]
    assert cited == [entry]


@pytest.mark.parametrize(("asked", "language", "share"), [("th", "en", 0.71), ("en", "th", 0.53)])
def test_an_entry_in_one_language_only_is_found_from_the_other(
    encodings: EncodingCache, asked: Language, language: Language, share: float
) -> None:
    """The sample questions in the one language, put to nothing but the bare texts in the other: e5 alone gives 0.68 and
    0.51."""
    found = documents(load(ROOT / "kb"))
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


def test_a_sentence_means_what_its_translation_means(encodings: EncodingCache) -> None:
    thai, english, another = encodings.encode(
        ["ประเทศไทยเป็นเจ้าภาพการประชุม", "Thailand hosted the meeting.", "The river is full of fish."], "passage"
    )
    assert thai.meaning @ english.meaning > 0.6 > 0.3 > thai.meaning @ another.meaning


async def test_two_questions_are_both_answered(answers: AnswerService) -> None:
    both = await replies_to(answers, "Who chaired the meeting, and when is the smart cities network meeting?", "en")
    assert [reply.citations[0].entry for reply in both] == ["facts/chair", "events/smart-cities-network-2019"]


async def test_a_second_question_without_a_subject_is_about_the_first_or_the_meeting(answers: AnswerService) -> None:
    both = await replies_to(answers, "ใครเป็นประธาน แล้วจัดวันไหน", "th")
    assert [reply.citations[0].entry for reply in both] == ["facts/chair", "events/retreat-2019"]
    (reply,) = await replies_to(answers, "who hosts the public private forum and when is it?", "en")
    assert reply.citations[0].entry == "events/public-private-forum-2019"


async def test_the_sentence_that_answers_leads_and_is_part_of_the_passage(answers: AnswerService) -> None:
    (reply,) = await replies_to(answers, "Who said the forum will be an important turning point?", "en")
    assert reply.lead is not None and reply.lead in reply.text
    assert "turning point" in reply.lead
    assert reply.confidence is not None and 0.5 <= reply.confidence <= 1


@pytest.mark.parametrize("typed", ["🙏🙏🙏", "???", "​", "5555", "the", "\u0e49\u0e49\u0e49"])
async def test_what_asks_nothing_is_no_error(answers: AnswerService, typed: str) -> None:
    (reply,) = await replies_to(answers, typed, "th")
    assert reply.outcome in (Outcome.OUT_OF_SCOPE, Outcome.NOT_ANNOUNCED, Outcome.CLARIFY)


async def test_questions_asked_together_are_answered_as_when_asked_alone(answers: AnswerService) -> None:
    asked: list[tuple[str, Language]] = [
        ("การประชุมจัดขึ้นที่ไหน", "th"),
        ("Who chaired the meeting?", "en"),
        ("What was agreed on cybersecurity?", "en"),
        ("ตั้งปลุกหกโมงเช้า", "th"),
    ] * 4
    together = await asyncio.gather(*(replies_to(answers, *one) for one in asked))
    for one, (reply, *_) in zip(asked, together, strict=True):
        (alone, *_) = await replies_to(answers, *one)
        assert (alone.outcome, alone.text) == (reply.outcome, reply.text)
