"""The last answer in another form: its source, its original wording, a translation, more of it, calendar files."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.reply_builder import ActionResult, PassageRef, ReplyBuilder, social
from bot.messages import answers as messages
from bot.messages import conversation
from bot.query.language_names import requested_language
from bot.reply import Language, Outcome, Reply

MAX_FILES = 5  # replies to one message
MAX_RELATED = 3


def with_source(builder: ReplyBuilder, places: Sequence[PassageRef]) -> ActionResult:
    """The answers with a line that has document, paragraph, date and address of the source."""
    result = builder.passages(places)
    return ActionResult([sourced(reply, builder.language) for reply in result.replies], result.places)


def sourced(reply: Reply, language: Language) -> Reply:
    if not reply.citations:
        return reply
    cited = reply.citations[0]
    paragraph = conversation.SOURCE_PARAGRAPH[language].format(cited.paragraph) if cited.paragraph else ""
    line = conversation.SOURCE_LINE[language].format(
        source=cited.source,
        paragraph=paragraph,
        published=f" ({cited.published})" if cited.published else "",
        url=cited.url,
    )
    return reply.model_copy(update={"notices": [line, *reply.notices]})


def in_original(builder: ReplyBuilder, places: Sequence[PassageRef]) -> ActionResult:
    """Each answer in the official language of its entry."""
    result, entries = ActionResult(), builder.base.entries
    for place in places:
        if place[0] in entries:
            result.add(replace(builder, language=entries[place[0]].official).passage(place))
    return result if result.replies else builder.not_announced([])


def translated(builder: ReplyBuilder, places: Sequence[PassageRef], text: str) -> ActionResult:
    """The answers in the language that the message names, else in the other of the two languages.

    A request for a third language gets the reply that only Thai and English are available.
    """
    language = requested_language(text, builder.language)
    if language is None:
        return social(conversation.ONLY_TWO_LANGUAGES, builder.language)
    return replace(builder, language=language).passages(places)


def more(builder: ReplyBuilder, places: Sequence[PassageRef]) -> ActionResult:
    """The next passage of the entry; after the last one, related entries as choices."""
    id, number = places[-1]
    entry = builder.base.entries.get(id)
    if entry is None:
        return builder.not_announced([])
    if number < len(entry.in_language(builder.language).passages):
        return builder.passage((id, number + 1))
    related: list[PassageRef] = [(other, 1) for other in entry.related if (other, 1) not in places]
    if not related:
        return social(conversation.THAT_IS_ALL, builder.language)
    text = f"{conversation.THAT_IS_ALL[builder.language]} {conversation.RELATED[builder.language]}"
    result = builder.clarify(related[:MAX_RELATED])
    return ActionResult([reply.model_copy(update={"text": text}) for reply in result.replies], result.places)


def calendar_files(builder: ReplyBuilder, places: Sequence[PassageRef]) -> ActionResult | None:
    """The calendar files of the answers that have an event; None if there are none."""
    entries = builder.base.entries
    with_event = [id for id, _ in places if id in entries and entries[id].event]
    if not with_event:
        return None
    found = builder.passages([(id, 1) for id in with_event[:MAX_FILES]])
    return ActionResult([calendar_file(reply, builder.language) for reply in found.replies], found.places)


def calendar_file(reply: Reply, language: Language) -> Reply:
    if reply.event is None or reply.event.ics is None:
        return reply.model_copy(update={"notices": [messages.NO_CALENDAR_FILE[language], *reply.notices]})
    text = messages.CALENDAR_FILE[language].format(title=reply.citations[0].title, url=reply.event.ics)
    return Reply(outcome=Outcome.DONE, language=language, text=text, event=reply.event, dates=reply.dates)
