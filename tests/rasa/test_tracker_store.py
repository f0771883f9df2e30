"""The tracker store: conversations are stored completely, separately, and with a bounded size."""

import asyncio
import logging
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from bot.rasa_ext.tracker_store import MAX_EVENTS, MAX_TURNS, ConversationStore, conversations

ROOT = Path(__file__).parent.parent.parent
DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [ask_question]
entities: [language]
slots:
  language:
    type: bot.rasa_ext.slots.LanguageSlot
    influence_conversation: false
    mappings: [{type: from_entity, entity: language}]
  topic:
    type: any
    mappings: [{type: custom}]
  email:
    type: text
    mappings: [{type: from_text, conditions: [{active_loop: enquiry_form}]}]
forms:
  enquiry_form: {required_slots: [email]}
"""
)
SECRET = "ความลับ of mine \x00 \ud800"


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(DOMAIN, f"sqlite:///{tmp_path}/new/conversations.sqlite3")


def turn(text: str = "where was it") -> list[Event]:
    """The events that a turn adds to a conversation."""
    parsed = {"text": text, "intent": {"name": "ask_question", "confidence": 1.0}, "entities": []}
    said = BotUttered(None, {"custom": {"outcome": "answered", "text": "ที่ภูเก็ต"}})
    return [UserUttered(text, parsed["intent"], [], parsed), ActionExecuted("action_answer"), said, listening()]


def listening() -> ActionExecuted:
    return ActionExecuted("action_listen")


def session() -> list[Event]:
    return [ActionExecuted("action_session_start"), SessionStarted(), listening()]


def add(store: ConversationStore, sender: str, *events: Event) -> DialogueStateTracker:
    """Run one turn like Rasa: load, append, save. Returns the tracker that the next turn loads."""

    async def steps() -> DialogueStateTracker:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in events:
            tracker.update(event)
        await store.save(tracker)
        return await store.retrieve(sender)

    return asyncio.run(steps())


def turns_of(tracker: DialogueStateTracker) -> int:
    return sum(isinstance(event, UserUttered) for event in tracker.events)


def dumped(tracker: DialogueStateTracker) -> list[dict]:
    return [event.as_dict() for event in tracker.events]


def rows(store: ConversationStore) -> list:
    with store.engine.connect() as connection:
        return connection.execute(sa.select(conversations)).all()


def test_rasa_makes_the_store_that_endpoints_yml_names(tmp_path: Path) -> None:
    config = read_endpoint_config(str(ROOT / "endpoints.yml"), "tracker_store")
    made = TrackerStore.create(EndpointConfig(type=config.type, url=f"sqlite:///{tmp_path}/c.sqlite3"), DOMAIN)
    assert type(made) is ConversationStore  # not Rasa's in-memory store and not wrapped by another one


def test_a_saved_tracker_is_loaded_unchanged(store: ConversationStore) -> None:
    events = [*session(), SlotSet("topic", {"entry": "ก"}), *turn(SECRET)]
    again = add(store, "s", *events)
    assert dumped(again) == [event.as_dict() for event in events]
    assert again.get_slot("topic") == {"entry": "ก"}
    assert again.latest_action_name == "action_listen"


def test_two_conversations_do_not_mix(store: ConversationStore) -> None:
    add(store, "a", *session(), SlotSet("topic", "one"), *turn("first"))
    add(store, "b", *session(), SlotSet("topic", "two"), *turn("second"))
    a, b = (asyncio.run(store.retrieve(sender)) for sender in "ab")
    assert (a.get_slot("topic"), a.latest_message.text) == ("one", "first")
    assert (b.get_slot("topic"), b.latest_message.text) == ("two", "second")
    assert sorted(asyncio.run(store.keys())) == ["a", "b"]
    assert asyncio.run(store.retrieve("c")) is None


def test_a_conversation_without_events_has_no_row(store: ConversationStore) -> None:
    add(store, "s")
    assert rows(store) == []


def test_a_conversation_stays_one_short_row(store: ConversationStore) -> None:
    add(store, "s", *session())
    for i in range(50):
        tracker = add(store, "s", *turn(f"message {i}"))
        assert turns_of(tracker) < MAX_TURNS
        assert len(tracker.events) < MAX_EVENTS
    (row,) = rows(store)
    assert "message 0" not in row.events
    assert abs(row.updated - time.time()) < 600


def test_slots_are_carried_over_once_each(store: ConversationStore) -> None:
    add(store, "s", *session(), SlotSet("topic", "kept"), SlotSet("email", None))
    for i in range(3 * MAX_TURNS):
        tracker = add(store, "s", SlotSet("language", ("th", "en")[i % 2]), *turn())
    assert tracker.get_slot("topic") == "kept"
    assert tracker.get_slot("language") == "en"
    assert turns_of(tracker) == 0
    assert sorted(event.key for event in tracker.events if isinstance(event, SlotSet)) == ["email", "language", "topic"]


def test_a_requested_language_is_carried_over_as_requested(store: ConversationStore) -> None:
    add(store, "s", *session(), SlotSet("language", "en!"), *turn())
    for _ in range(3 * MAX_TURNS):
        tracker = add(store, "s", SlotSet("language", "th"), *turn("ที่ไหน"))
        assert tracker.get_slot("language") == "en"
    assert add(store, "s", SlotSet("language", "th!"), *turn()).get_slot("language") == "th"


def test_a_detected_language_is_not_carried_over_as_requested(store: ConversationStore) -> None:
    add(store, "s", *session(), SlotSet("language", "en"))
    for _ in range(MAX_TURNS):
        add(store, "s", *turn())
    assert add(store, "s", SlotSet("language", "th"), *turn()).get_slot("language") == "th"


def test_a_session_never_ends_within_a_form(store: ConversationStore) -> None:
    form = [ActionExecuted("enquiry_form"), ActiveLoop("enquiry_form"), SlotSet("requested_slot", "email"), listening()]
    add(store, "s", *session(), *turn(), *form)
    for _ in range(2 * MAX_TURNS):
        tracker = add(store, "s", *turn())
    assert turns_of(tracker) == 2 * MAX_TURNS + 1
    assert (tracker.active_loop_name, tracker.get_slot("requested_slot")) == ("enquiry_form", "email")
    ended = [SlotSet("email", "a@b.example"), ActiveLoop(None), SlotSet("requested_slot", None), listening()]
    tracker = add(store, "s", *ended)
    assert turns_of(tracker) == 0
    assert (tracker.active_loop_name, tracker.get_slot("requested_slot")) == (None, None)
    assert tracker.get_slot("email") == "a@b.example"


@pytest.mark.parametrize("event", [SlotSet("requested_slot", "email"), ConversationPaused()])
def test_a_session_does_not_end_while_a_slot_is_requested_or_the_conversation_is_paused(
    store: ConversationStore, event: Event
) -> None:
    add(store, "s", *session(), event)
    for _ in range(MAX_TURNS + 2):
        tracker = add(store, "s", *turn())
    assert turns_of(tracker) == MAX_TURNS + 2


def test_the_next_session_starts_at_the_last_event_and_is_deterministic(store: ConversationStore) -> None:
    add(store, "s", *session())
    for _ in range(MAX_TURNS):
        add(store, "s", *turn())
    kept = asyncio.run(store.retrieve_full_tracker("s"))
    first, second = (asyncio.run(store.retrieve("s")) for _ in range(2))
    assert turns_of(kept) == MAX_TURNS  # the last session is readable until the next turn is saved
    assert dumped(first) == dumped(second)
    assert {event.timestamp for event in first.events} == {kept.events[-1].timestamp}
    assert first.applied_events()  # Rasa does not start a session of its own in addition
    assert first.latest_action_name == "action_listen"


def test_a_row_contains_only_the_last_of_rasas_own_sessions(store: ConversationStore) -> None:
    tracker = add(store, "s", *session(), *turn("an hour ago"), *session(), *turn("now"))
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["now"]


def test_rasas_own_sessions_do_not_make_the_row_grow(store: ConversationStore) -> None:
    for i in range(2 * MAX_EVENTS):  # each carries over all SlotSet events of the previous one
        before = asyncio.run(store.retrieve("s"))
        carried = [SlotSet(e.key, e.value) for e in before.events if isinstance(e, SlotSet)] if before else []
        start = [ActionExecuted("action_session_start"), SessionStarted(), *carried, SlotSet("topic", i), listening()]
        tracker = add(store, "s", *start, *turn())
        assert len(tracker.events) < MAX_EVENTS + 20
    assert tracker.get_slot("topic") == 2 * MAX_EVENTS - 1


@pytest.mark.parametrize(
    "events",
    [
        "",
        "ความลับ",
        "[]",
        "null",
        '{"name": "s", "events": [{"event": "ความลับ"}]}',
        '{"events": 1}',
    ],
)
def test_an_unreadable_row_is_replaced_by_a_new_conversation(
    store: ConversationStore, events: str, caplog: pytest.LogCaptureFixture
) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.insert(conversations).values(sender_id="s", events=events, updated=0))
    with caplog.at_level(logging.DEBUG):
        assert asyncio.run(store.retrieve("s")) is None
    assert "begins anew" in caplog.text
    assert "ความลับ" not in caplog.text
    assert add(store, "s", *session(), *turn()).latest_message.text == "where was it"
    assert len(rows(store)) == 1


def test_a_database_error_does_not_contain_the_conversation(store: ConversationStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE conversations"))
    tracker = DialogueStateTracker.from_events("session-token", turn("my own words"), DOMAIN.slots)
    with pytest.raises(sa.exc.DBAPIError) as caught:
        asyncio.run(store.save(tracker))
    assert "my own words" not in str(caught.value)
    assert "session-token" not in str(caught.value)


def test_a_store_without_a_url_is_refused() -> None:
    with pytest.raises(Exception, match="must have a url"):
        ConversationStore(DOMAIN)


def test_a_conversation_survives_the_process(store: ConversationStore) -> None:
    add(store, "s", *session(), *turn("before"))
    store.engine.dispose()
    assert asyncio.run(ConversationStore(DOMAIN, str(store.engine.url)).retrieve("s")).latest_message.text == "before"


def test_deleting_the_row_erases_the_conversation(store: ConversationStore) -> None:
    add(store, "s", *session(), *turn())
    with store.engine.begin() as connection:
        connection.execute(sa.delete(conversations).where(conversations.c.sender_id == "s"))
    assert asyncio.run(store.retrieve("s")) is None


def test_rasa_runs_a_long_conversation_on_this_store(
    agent: Agent, store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.domain = agent.domain
    monkeypatch.setattr(agent.processor, "tracker_store", store)

    async def say(text: str) -> str:
        channel = CollectingOutputChannel()
        await agent.handle_message(UserMessage(text, channel, sender_id="s"))
        (said,) = channel.messages
        return said["custom"]["language"]

    async def talk() -> None:
        for text, language in [("Hello", "en"), ("สวัสดีค่ะ", "th")] * 20:
            assert await say(text) == language
            tracker = await store.retrieve_full_tracker("s")
            assert turns_of(tracker) <= MAX_TURNS
            assert len(tracker.events) < MAX_EVENTS

    asyncio.run(talk())
