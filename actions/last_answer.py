"""What was answered last, once more: its source, its original wording, the same in the other language, more of it."""

from abc import ABC, abstractmethod

from actions.base import ReplyingAction, Turn
from bot.answers.reply_builder import Place, Said
from bot.reply import Language, Outcome, Reply
from bot.retrieval.service import KnowledgeDesk

OTHER: dict[Language, Language] = {"th": "en", "en": "th"}
NAMES: dict[Language, tuple[str, ...]] = {"th": ("ไทย", "thai"), "en": ("อังกฤษ", "english")}
SOURCE: dict[Language, str] = {
    "th": "ที่มา: {source}{paragraph}{published} – {url}",
    "en": "Source: {source}{paragraph}{published} – {url}",
}
PARAGRAPH: dict[Language, str] = {"th": " ย่อหน้าที่ {0}", "en": ", paragraph {0}"}
NOTHING_SAID: dict[Language, str] = {
    "th": "ยังไม่มีคำตอบที่จะอ้างถึงค่ะ อยากทราบเรื่องอะไรคะ",
    "en": "There is no answer yet to go back to. What would you like to know?",
}
THAT_IS_ALL: dict[Language, str] = {
    "th": "ที่เผยแพร่ไว้เกี่ยวกับเรื่องนี้มีเท่านี้ค่ะ",
    "en": "That is all that has been published about it.",
}


def named(text: str) -> Language | None:
    """The language that a message names last."""
    lowered = text.lower()
    position, language = max((lowered.rfind(name), language) for language, names in NAMES.items() for name in names)
    return language if position >= 0 else None


def social(text: dict[Language, str], language: Language) -> Said:
    return Said([Reply(outcome=Outcome.SOCIAL, language=language, text=text[language])])


class AgainAction(ReplyingAction, ABC):
    """Says something about what was answered last; without an answer there is nothing to say it of."""

    @abstractmethod
    def again(self, desk: KnowledgeDesk, turn: Turn) -> Said: ...

    async def say(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        return self.again(desk, turn) if turn.said else social(NOTHING_SAID, turn.language)


class ActionSource(AgainAction):
    def name(self) -> str:
        return "action_source"

    def again(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        said = desk.speaker(turn.language).passages(turn.said)
        return Said([self._sourced(reply, turn.language) for reply in said.replies], said.places)

    def _sourced(self, reply: Reply, language: Language) -> Reply:
        if not reply.citations:
            return reply
        cited = reply.citations[0]
        line = SOURCE[language].format(
            source=cited.source,
            paragraph=PARAGRAPH[language].format(cited.paragraph) if cited.paragraph else "",
            published=f" ({cited.published})" if cited.published else "",
            url=cited.url,
        )
        return reply.model_copy(update={"notices": [line, *reply.notices]})


class ActionOriginal(AgainAction):
    def name(self) -> str:
        return "action_original"

    def again(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        """Each in the language in which its wording is authoritative."""
        base, said = desk.speaker(turn.language).base, Said()
        for place in turn.said:
            if place[0] in base.entries:
                said.add(desk.speaker(base.entries[place[0]].official).passage(place))
        return said if said.replies else desk.speaker(turn.language).not_announced([])


class ActionTranslate(AgainAction):
    """Once, without changing the language of the conversation."""

    def name(self) -> str:
        return "action_translate"

    def again(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        return desk.speaker(named(turn.text) or OTHER[turn.language]).passages(turn.said)


class ActionMore(AgainAction):
    def name(self) -> str:
        return "action_more"

    def again(self, desk: KnowledgeDesk, turn: Turn) -> Said:
        """The next passage of the entry, then the entries that are related to it as choices."""
        speaker = desk.speaker(turn.language)
        entry = speaker.base.entries.get(turn.said[-1][0])
        if entry is None:
            return speaker.not_announced([])
        number = turn.said[-1][1] + 1
        if number <= len(entry.in_language(turn.language).passages):
            return speaker.passage((entry.id, number))
        related: list[Place] = [(id, 1) for id in entry.related if (id, 1) not in turn.said]
        said = speaker.which(related[:3]) if related else social(THAT_IS_ALL, turn.language)
        if related:
            said.replies = [
                reply.model_copy(update={"text": f"{THAT_IS_ALL[turn.language]} {MORE[turn.language]}"})
                for reply in said.replies
            ]
        return said


MORE: dict[Language, str] = {"th": "เรื่องที่เกี่ยวข้องมีดังนี้ค่ะ", "en": "These are related:"}
