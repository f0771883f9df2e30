"""Migrates conversations that an earlier version stored: renames their slots and intents."""

import json
from typing import Any

RENAMED_SLOTS = {
    "said": "last_answers",
    "asked": "last_question",
    "unanswered": "unanswered_question",
    "offered": "handoff_offered",
}
RENAMED_INTENTS = {"ask": "ask_question"}
OLD_NAMES = tuple(f'"{name}"' for name in (*RENAMED_SLOTS, *RENAMED_INTENTS))


def rename_intent(intent: Any) -> None:
    if isinstance(intent, dict) and intent.get("name") in RENAMED_INTENTS:
        intent["name"] = RENAMED_INTENTS[intent["name"]]


def migrated(serialised: str) -> str:
    """A serialised tracker with the current names; unchanged if it has no old name."""
    if not any(name in serialised for name in OLD_NAMES):
        return serialised
    tracker = json.loads(serialised)
    for event in tracker["events"]:
        if event["event"] == "slot":
            event["name"] = RENAMED_SLOTS.get(event["name"], event["name"])
        elif event["event"] == "user":
            parsed = event.get("parse_data") or {}
            for intent in (parsed.get("intent"), *(parsed.get("intent_ranking") or ())):
                rename_intent(intent)
    return json.dumps(tracker)
