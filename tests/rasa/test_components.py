"""The components that run inside Rasa, tested with Rasa itself."""

import asyncio
import random
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.rasa_ext.intent_classifier import INTERCHANGEABLE, merge_interchangeable
from bot.rasa_ext.language import LanguageDetector
from bot.rasa_ext.thai_tokenizer import ThaiTokenizer

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("result", "fits"),
    [
        ({"events": [], "responses": []}, True),
        ({"events": [{"event": "slot", "name": "language", "value": "en!"}], "responses": [{"custom": {}}]}, True),
        ({"events": "none"}, False),
        ([], False),
    ],
)
def test_action_results_are_validated_against_rasas_schema(result: object, fits: bool) -> None:
    action = RemoteAction("action_answer", None)
    if fits:
        assert action._validate_action_result(result)
    else:
        with pytest.raises(jsonschema.ValidationError, match="Failed to validate Action server response"):
            action._validate_action_result(result)


@pytest.mark.parametrize(
    "text", ["ประชุมที่ไหน", "  hello   world ", "ABCN meeting เมื่อไหร่", "ประชุม ประชุม ประชุม", "🙂 ok", "ก", " ", "a\nb"]
)
def test_token_offsets_point_to_the_text(text: str) -> None:
    tokens = ThaiTokenizer.create(ThaiTokenizer.get_default_config()).tokenize(Message(data={TEXT: text}), TEXT)
    assert tokens
    assert all(text[token.start : token.end] == token.text for token in tokens)
    starts = [token.start for token in tokens]
    assert starts == sorted(set(starts))


def cut(text: str) -> list:
    return ThaiTokenizer.create(ThaiTokenizer.get_default_config()).tokenize(Message(data={TEXT: text}), TEXT)


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("เเผนเเม่บท ๒๕๖๒", ["แผนแม่บท", "2562"], ["เเผนเเม่บท", "๒๕๖๒"]),
        ("ที่่ไหน", ["ที่ไหน"], ["ที่่ไหน"]),
        ("สวัสดี\u200bครับ", ["สวัสดี", "ครับ"], ["สวัสดี\u200b", "ครับ"]),
        ("ดื่มนํ้า", ["ดื่ม", "น้ำ"], ["ดื่ม", "นํ้า"]),
    ],
)
def test_tokens_are_normalized_and_offsets_refer_to_the_original_text(text: str, words: list, pieces: list) -> None:
    tokens = cut(text)
    assert [token.text for token in tokens] == words
    assert [text[token.start : token.end] for token in tokens] == pieces


def test_offsets_rise_and_stay_within_any_text() -> None:
    pick = random.Random(1)
    letters = "กขคงจาิีุูเแโไ่้๊๋รำํๅ aA1๑.-/\n\t\u200b\u00a0é😀%'\"()\x00"
    for _ in range(500):
        text = "".join(pick.choices(letters, k=pick.randint(1, 60)))
        edges = [edge for token in cut(text) for edge in (token.start, token.end)]
        assert edges == sorted(edges)
        assert edges[-1] <= len(text)


def test_thai_is_split_into_words() -> None:
    tokens = ThaiTokenizer.create(ThaiTokenizer.get_default_config()).tokenize(
        Message(data={TEXT: "ประชุมที่โรงแรม"}), TEXT
    )
    assert [token.text for token in tokens] == ["ประชุม", "ที่", "โรงแรม"]


@pytest.mark.parametrize(
    ("text", "metadata", "language"),
    [
        ("ประชุมที่ไหน", {}, "th"),
        ("where was it", None, "en"),
        ("where was it", {"language": "th"}, "th"),
        ("WQTR?", {}, None),
        ("12:30", {"language": None}, None),
        ("where was it", {"language": "fr"}, "en"),
        ("where was it", {"language": "th!"}, "en"),  # a language set by the channel is not a request of the user
        ("where was it", {"language": ["th"]}, "en"),
        ("where was it", "th", "en"),
    ],
)
def test_the_channels_language_overrides_language_detection(text, metadata, language) -> None:
    message = Message(data={TEXT: text, METADATA: metadata})
    LanguageDetector().process([message])
    assert [entity["value"] for entity in message.get("entities", [])] == ([language] if language else [])


def test_metadata_of_a_message_reaches_the_component(agent: Agent) -> None:
    async def language(metadata: dict) -> object:
        message = UserMessage("where was it", sender_id="metadata", metadata=metadata)
        parsed = await agent.processor.parse_message(message)
        return [entity["value"] for entity in parsed["entities"]]

    assert asyncio.run(language({"language": "th"})) == ["th"]
    assert asyncio.run(language({})) == ["en"]


def test_the_rest_channel_reads_metadata_from_the_body() -> None:
    request = SimpleNamespace(json={"sender": "s", "message": "m", "metadata": {"language": "th"}})
    assert RestInput().get_metadata(request) == {"language": "th"}


def tracker_after(*values: object) -> DialogueStateTracker:
    slots = Domain.from_file(str(ROOT / "domain.yml")).slots
    return DialogueStateTracker.from_events("tracker", [SlotSet("language", value) for value in values], slots)


@pytest.mark.parametrize(
    ("values", "language"),
    [(["th"], "th"), (["th", "en"], "en"), (["en!", "th"], "en"), (["en!", "th", "th!", "en"], "th"), ([], None)],
)
def test_a_requested_language_is_kept(values: list, language: object) -> None:
    assert tracker_after(*values).get_slot("language") == language


def test_an_unknown_language_is_ignored() -> None:
    assert tracker_after("fr", "EN", "!", 1, ["th"]).get_slot("language") is None
    assert tracker_after("en!", "fr!", "th").get_slot("language") == "en"


def test_none_resets_the_requested_language() -> None:
    assert tracker_after("en!", None, "th").get_slot("language") == "th"


def test_a_requested_language_is_kept_in_a_new_session() -> None:
    # Rasa carries over the SlotSet events with their metadata, not the values of the slots.
    carried = ActionSessionStart._slot_set_events_from_tracker(tracker_after("th", "en!", "th"))
    assert tracker_after(*(event.value for event in carried), "th").get_slot("language") == "en"


def test_a_requested_language_is_kept_after_a_replay() -> None:
    tracker = tracker_after("en!", "th")
    dumped = [event.as_dict() for event in tracker.events]
    assert DialogueStateTracker.from_dict("again", dumped, tracker.slots.values()).get_slot("language") == "en"
    assert tracker.copy().get_slot("language") == "en"


def test_a_restart_event_resets_the_requested_language() -> None:
    tracker = tracker_after("en!")
    tracker.update(Restarted())
    tracker.update(SlotSet("language", "th"))
    assert tracker.get_slot("language") == "th"


@pytest.mark.parametrize(
    ("text", "language"),
    [("สวัสดีค่ะ", "th"), ("Hello", "en"), ("HELLO!", "en"), ("ขอบคุณครับ", "th"), ("are you a bot?", "en")],
)
def test_small_talk_gets_one_reply_in_the_users_language(agent: Agent, text: str, language: str) -> None:
    channel = CollectingOutputChannel()
    message = UserMessage(text, channel, sender_id=f"social-{text}", metadata={"language": None})
    asyncio.run(agent.handle_message(message))
    (said,) = channel.messages
    assert said.keys() == {"recipient_id", "custom"}  # a text next to it would be a second message
    assert (said["custom"]["outcome"], said["custom"]["language"]) == ("social", language)
    assert said["custom"]["text"]


def test_confidences_of_thank_and_goodbye_are_added_up():
    ranking = [
        {"name": name, "confidence": value} for name, value in (("thank", 0.5), ("goodbye", 0.4), ("ask_question", 0.1))
    ]
    assert merge_interchangeable(ranking) == [
        {"name": "thank", "confidence": 0.9},
        {"name": "ask_question", "confidence": 0.1},
    ]
    assert merge_interchangeable(ranking[::-1]) == ranking[::-1]
    assert merge_interchangeable([]) == []


@pytest.mark.parametrize("text", ["thanks, bye", "ขอบคุณครับ ลาก่อน", "thank you, goodbye"])
def test_thanks_and_goodbye_in_one_message_is_confidently_small_talk(agent: Agent, text: str) -> None:
    intent = asyncio.run(agent.parse_message(text))["intent"]
    assert intent["name"] in INTERCHANGEABLE and intent["confidence"] > 0.9
