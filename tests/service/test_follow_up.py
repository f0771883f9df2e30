"""Follow-up questions to earlier answers, with the model and the knowledge base in tests/kb."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.embedding.cache import EncodingCache
from bot.embedding.embedder import Embedder
from bot.pipeline.service import AnswerService
from bot.query.follow_up import Topic
from bot.reply import Language, Outcome, Reply
from tests.conftest import KB, always
from tests.service.answering import answers_from, replies_to
from tests.service.running import MODEL

MEETING, CITIES, EXPO = "events/rivers-forum-2025", "events/river-cities-2025", "events/fish-expo-2025"
CHAIR, SCHOLARSHIP = "facts/chair", "facts/young-hydrologists"
WARIN, QUOTE = "people/warin-tharakul", "quotes/warin-closing"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerService]:
    folder: Path = tmp_path_factory.mktemp("following")
    clock = always(datetime(2026, 11, 23, tzinfo=UTC))
    encodings = EncodingCache(Embedder.load(str(MODEL)), folder / "encodings.sqlite3")
    yield answers_from(KB, clock, encodings, folder)


def cited(reply: Reply) -> list[str]:
    return [citation.entry for citation in reply.citations]


@pytest.mark.parametrize(
    ("topic", "asked", "language"),
    [
        (CITIES, "where is it?", "en"),
        (CITIES, "แล้วจัดที่ไหน", "th"),
        (CITIES, "when is it?", "en"),
        (CITIES, "เมื่อไหร่", "th"),
        (CITIES, "who hosts it?", "en"),
        (CITIES, "ใครเป็นเจ้าภาพ", "th"),
        (CITIES, "why?", "en"),
        (CITIES, "ทำไม", "th"),
        (EXPO, "when is it?", "en"),
        (EXPO, "ใครเป็นเจ้าภาพ", "th"),
        (MEETING, "when was it?", "en"),
        (MEETING, "วันไหน", "th"),
        (MEETING, "which hotel?", "en"),
        (MEETING, "โรงแรมอะไร", "th"),
        (CHAIR, "who is he?", "en"),
        (SCHOLARSHIP, "what is it for?", "en"),
        (SCHOLARSHIP, "ทำเพื่ออะไร", "th"),
    ],
)
async def test_a_question_without_a_subject_is_about_the_last_answer(
    answers: AnswerService, topic: str, asked: str, language: Language
) -> None:
    (reply,) = await replies_to(answers, asked, language, topic)
    assert (reply.outcome, cited(reply), reply.language) == (Outcome.ANSWERED, [topic], language)


@pytest.mark.parametrize(
    ("asked", "language", "entry"),
    [
        ("what did he say?", "en", QUOTE),
        ("แล้วเค้าพูดอะไรไว้บ้าง", "th", QUOTE),
        ("ท่านกล่าวว่าอย่างไร", "th", QUOTE),
        ("exact quote from him on Thailand's readiness", "en", QUOTE),
        ("what was his position?", "en", WARIN),
        ("ตำแหน่งอะไรคะ", "th", WARIN),
    ],
)
async def test_a_pronoun_refers_to_the_person_of_the_last_answer(
    answers: AnswerService, asked: str, language: Language, entry: str
) -> None:
    (reply,) = await replies_to(answers, asked, language, CHAIR)
    assert (reply.outcome, cited(reply)) == (Outcome.ANSWERED, [entry])


@pytest.mark.parametrize(
    ("topic", "asked", "language", "answered"),
    [
        (CHAIR, "when was it held?", "en", [MEETING]),
        (CHAIR, "แล้วจัดที่ไหน วันไหน", "th", [MEETING]),
        (SCHOLARSHIP, "when does it start?", "en", []),
        (EXPO, "which hotel?", "en", []),
    ],
)
async def test_only_events_at_the_meeting_inherit_its_time_and_place(
    answers: AnswerService, topic: str, asked: str, language: Language, answered: list[str]
) -> None:
    (reply,) = await replies_to(answers, asked, language, topic)
    assert cited(reply) == answered


@pytest.mark.parametrize(
    ("asked", "language"), [("when is it?", "en"), ("why?", "en"), ("who hosts it?", "en"), ("ทำไม", "th")]
)
async def test_the_same_question_as_a_first_message_is_about_no_particular_event(
    answers: AnswerService, asked: str, language: Language
) -> None:
    (reply,) = await replies_to(answers, asked, language)
    assert CITIES not in cited(reply)


@pytest.mark.parametrize(
    ("topic", "asked", "language", "entry"),
    [
        (CITIES, "Who chaired the meeting?", "en", CHAIR),
        (CITIES, "ใครเป็นประธานการประชุม", "th", CHAIR),
        (MEETING, "who chaired it?", "en", CHAIR),  # an entry related to the topic that says more
        (MEETING, "What was agreed on flood warning?", "en", "facts/flood-warning"),
        (CHAIR, "กัมพูชาเป็นเจ้าภาพงานอะไร", "th", EXPO),
    ],
)
async def test_a_question_that_names_an_entry_is_about_that_entry(
    answers: AnswerService, topic: str, asked: str, language: Language, entry: str
) -> None:
    (reply,) = await replies_to(answers, asked, language, topic)
    assert cited(reply) == [entry]


@pytest.mark.parametrize(
    ("topic", "asked", "language"),
    [
        (CITIES, "What is the budget?", "en"),
        (CITIES, "งบประมาณเท่าไร", "th"),
        (EXPO, "โรงแรมอะไร", "th"),
        (CITIES, "and in Myanmar?", "en"),  # named only in the list of members
        (CITIES, "will it be in Kuala Lumpur?", "en"),
        (MEETING, "how much did it cost?", "en"),
        (SCHOLARSHIP, "who can apply?", "en"),
        (SCHOLARSHIP, "กี่ทุน", "th"),
    ],
)
async def test_a_follow_up_that_the_topic_does_not_answer_is_not_announced(
    answers: AnswerService, topic: str, asked: str, language: Language
) -> None:
    (reply,) = await replies_to(answers, asked, language, topic)
    assert (reply.outcome, cited(reply)) == (Outcome.NOT_ANNOUNCED, [])


@pytest.mark.parametrize("asked", ["ขอสูตรผัดไทยหน่อย", "what is the weather in Paris tomorrow", "play some jazz"])
async def test_an_unrelated_question_after_an_answer_is_out_of_scope(answers: AnswerService, asked: str) -> None:
    (reply,) = await replies_to(answers, asked, "en", CITIES)
    assert (reply.outcome, cited(reply)) == (Outcome.OUT_OF_SCOPE, [])


@pytest.mark.parametrize(("asked", "language"), [("where is it?", "en"), ("when is that?", "en"), ("แล้วอันนี้ล่ะ", "th")])
async def test_after_several_answers_an_ambiguous_follow_up_gets_choices(
    answers: AnswerService, asked: str, language: Language
) -> None:
    (reply,) = await replies_to(answers, asked, language, CHAIR, CITIES)
    assert (reply.outcome, len(reply.choices)) == (Outcome.CLARIFY, 2)
    (named,) = await replies_to(answers, "Who chaired the meeting?", "en", CHAIR, CITIES)
    assert cited(named) == [CHAIR]


async def test_an_entry_that_is_no_longer_public_is_no_topic(answers: AnswerService) -> None:
    (reply,) = await replies_to(answers, "where is it?", "en", "events/withdrawn")
    (alone,) = await replies_to(answers, "where is it?", "en")
    assert (reply.outcome, reply.text) == (alone.outcome, alone.text)


async def test_a_subject_in_the_same_message_takes_precedence(answers: AnswerService) -> None:
    both = await replies_to(answers, "who hosts the fish expo and when is it?", "en", CITIES)
    assert {entry for reply in both for entry in cited(reply)} == {EXPO}


async def test_related_entries_of_a_topic_exclude_documents(answers: AnswerService) -> None:
    base = answers.retrieval.snapshot().base
    for id, entry in base.entries.items():
        topic = Topic.of(base, id)
        assert id in topic.family
        assert not any(other.startswith("documents/") for other in topic.related)
        assert {other for other in entry.related if not other.startswith("documents/")} <= topic.related
        assert all(id in Topic.of(base, other).related or entry.kind == "documents" for other in topic.related)


@pytest.mark.parametrize(
    ("typed", "language", "entry"),
    [
        ("the one in Cambodia", "en", EXPO),
        ("อันที่กัมพูชา", "th", EXPO),
        ("the first one", "en", CITIES),
        ("อันสุดท้าย", "th", EXPO),
    ],
)
async def test_a_follow_up_selects_one_of_several_answers(
    answers: AnswerService, typed: str, language: Language, entry: str
) -> None:
    (reply,) = await replies_to(answers, typed, language, CITIES, EXPO)
    assert (reply.outcome, cited(reply)) == (Outcome.ANSWERED, [entry])


async def test_entries_that_are_no_longer_public_are_not_selected(answers: AnswerService) -> None:
    (reply,) = await replies_to(answers, "the last one", "en", "events/withdrawn", "events/withdrawn-too")
    assert cited(reply) == []


async def test_after_several_answers_a_bare_question_gets_choices(answers: AnswerService) -> None:
    (reply,) = await replies_to(answers, "when exactly?", "en", CITIES, EXPO)
    assert reply.outcome is Outcome.CLARIFY and len(reply.choices) == 2


async def test_a_question_with_an_unknown_name_is_not_answered_from_the_last_answer(answers: AnswerService) -> None:
    (reply,) = await replies_to(answers, "ผู้อำนวยการสำนักงานอุทกวิทยาแม่น้ำโขงชื่ออะไร", "th", "facts/participants")
    assert reply.outcome is Outcome.NOT_ANNOUNCED


@pytest.mark.parametrize(
    ("typed", "language", "entry"),
    [
        ("who hosted?", "en", MEETING),
        ("where?", "en", MEETING),
        ("จัดเมื่อไหร่", "th", MEETING),
        ("เขาคือใคร", "th", None),
        ("how much was it?", "en", None),
        ("how much?", "en", None),
        ("เท่าไหร่คะ", "th", None),
        ("where are you from?", "en", None),
        ("do you know when it is?", "en", MEETING),
        ("hi, any idea when this takes place?", "en", MEETING),
        ("ทราบไหมคะว่าจัดเมื่อไหร่", "th", MEETING),
        ("who is the king?", "en", None),
    ],
)
async def test_a_first_question_without_a_subject_is_about_the_meeting(
    answers: AnswerService, typed: str, language: Language, entry: str | None
) -> None:
    (reply,) = await replies_to(answers, typed, language)
    assert cited(reply) == ([entry] if entry else [])
