"""The last answers, repeated in another language."""

from datetime import date
from pathlib import Path

import pytest

from bot.answers import last_answer
from bot.answers.reply_builder import ReplyBuilder
from bot.content.loader import load
from bot.messages.conversation import ONLY_TWO_LANGUAGES
from bot.reply import Language

PLACES = (("facts/water-plan", 1),)


def told(kb: Path, language: Language, text: str) -> tuple[Language, str]:
    (reply,) = last_answer.translated(ReplyBuilder(load(kb), language, date(2030, 5, 3)), PLACES, text).replies
    return reply.language, reply.text


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "in Thai please", "th"),
        ("th", "ขอภาษาอังกฤษ", "en"),
        ("en", "translate that", "th"),
        ("th", "แปลให้หน่อย", "en"),
    ],
)
def test_the_target_language_is_the_named_one_or_the_other_one(
    kb: Path, language: Language, text: str, wanted: Language
) -> None:
    words = {"th": "ที่ประชุมเห็นชอบแผนน้ำ", "en": "The meeting agreed on the water plan."}
    assert told(kb, language, text) == (wanted, words[wanted])


@pytest.mark.parametrize(
    ("language", "text"), [("en", "say that in Japanese"), ("en", "in French please"), ("th", "ขอภาษาญี่ปุ่น")]
)
def test_an_unsupported_language_is_refused_with_a_reply(kb: Path, language: Language, text: str) -> None:
    assert told(kb, language, text) == (language, ONLY_TWO_LANGUAGES[language])
