"""The answer to a request for events: the event that it names, or the events of a period or country."""

from bot.answers.reply_builder import ActionResult, ReplyBuilder
from bot.messages.answers import NO_EVENT_COMING
from bot.pipeline.message import Decided
from bot.reading.decision import Verdict
from bot.retrieval.event_filter import first_day, matching_events, read_event_query
from bot.retrieval.features import has_unknown_word

MAX_REPLIES = 5


def compose_events(text: str, decided: Decided, builder: ReplyBuilder) -> ActionResult:
    """The events that a message asks for, in the order of their dates."""
    asked, base, best = read_event_query(text, builder.today), builder.base, decided.decision.best
    answered = decided.verdict is Verdict.ANSWERABLE
    if answered and base.entries[best.entry].event and asked.is_open:
        return builder.replies_for(decided.decision, decided.highlight(builder.language))
    # "What is happening in politics?" asks for events, but not for events of the knowledge base.
    if not answered and has_unknown_word(decided.question.context, decided.read.retrieved.index):
        return builder.out_of_scope()
    announced = [entry for entry in base.entries.values() if entry.event]
    # A list of all or of coming events leaves out the meeting itself, unless the meeting is the only event.
    if asked.is_open or asked.side == "coming":
        without_meeting = [entry for entry in announced if not base.is_meeting(entry.id)]
        announced = without_meeting or announced
    found = matching_events(announced, asked, builder.today)
    if not found and asked.side == "coming":
        past = sorted(announced, key=first_day)[:MAX_REPLIES]
        return with_notice(builder.passages([(entry.id, 1) for entry in past]), NO_EVENT_COMING[builder.language])
    if not found:
        return builder.not_announced([entry.id for entry in sorted(announced, key=first_day)])
    return builder.passages([(entry.id, 1) for entry in found[:MAX_REPLIES]])


def with_notice(result: ActionResult, notice: str) -> ActionResult:
    """The result with a notice added before the other notices of its first Reply."""
    first, *rest = result.replies
    return ActionResult([first.model_copy(update={"notices": [notice, *first.notices]}), *rest], result.places)
