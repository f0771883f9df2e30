"""The stages of the pipeline. Each is a function here, which calls the package in its row:

    normalize      bot/query       keyboard layout                          PipelineMessage -> text
    split          bot/query       a message that asks several things       text -> pieces
    contextualize  bot/query       what each piece is about                 pieces -> Question, QueryContext
    retrieve       bot/retrieval   the entries that may answer              QueryContext -> Retrieved
    read           bot/reading     how likely each of them does, and where  Retrieved -> Read
    decide         bot/reading     whether one of them does                 Read -> Decision
    compose        bot/answers     the published words, with their source   Decision -> ActionResult

`run` runs all stages for several messages at once, so that their questions are retrieved and read together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.answers.reply_builder import ActionResult, ReplyBuilder
from bot.content.models import Entry
from bot.pipeline.alternatives import ALTERNATIVES
from bot.pipeline.events import compose_events
from bot.pipeline.message import Decided, PipelineMessage, Question
from bot.query import splitting
from bot.query.context import QueryContext, read_question
from bot.query.follow_up import picked_entry
from bot.query.keyboard_layout import correct_layout
from bot.query.normalization import normalize_query
from bot.reading.cache import CachedReader
from bot.reading.decision import Decision, Verdict
from bot.reading.decision import decide as decide_standalone
from bot.reading.follow_up import FollowUp
from bot.reading.read import Read, read
from bot.retrieval.search import retrieve
from bot.retrieval.service import IndexSnapshot


@dataclass(frozen=True)
class Understood:
    """A message before retrieval, in one of four cases: it has `questions`; it picks one of several answered entries
    (`picked`); the reply must ask which of these is meant (`ask_which`); or it has no letters or digits (none set)."""

    message: PipelineMessage
    questions: Sequence[Question] = ()
    picked: Entry | None = None
    ask_which: bool = False


def run(
    messages: Sequence[PipelineMessage], snapshot: IndexSnapshot, reader: CachedReader | None, today: date
) -> list[ActionResult]:
    """The results for these messages, from one snapshot of the index. Without a reader, the candidates are judged by
    their features. Blocks."""
    understood = [contextualize(split(normalize(one, snapshot), one), one, snapshot) for one in messages]
    decided = iter(decide_all([question for one in understood for question in one.questions], snapshot, reader))
    return [compose(one, list(islice(decided, len(one.questions))), snapshot, today) for one in understood]


def normalize(message: PipelineMessage, snapshot: IndexSnapshot) -> str:
    """The text with its keyboard layout corrected."""
    if message.right_keyboard:
        return message.text
    return correct_layout(message.text, snapshot.index.vocabulary.is_english)


def split(text: str, message: PipelineMessage) -> list[str]:
    """The questions of a message; a request for events is never split."""
    return [text] if message.wants == "events" else splitting.split_questions(text)


def contextualize(pieces: list[str], message: PipelineMessage, snapshot: IndexSnapshot) -> Understood:
    """Read each piece with its subject: its own, that of an earlier piece, or the entry that was answered last."""
    if not any(map(str.isalnum, message.text)):  # only emoji and punctuation
        return Understood(message)
    entries, vocabulary = snapshot.base.entries, snapshot.index.vocabulary
    answered = [entries[id] for id, _ in message.last_answers if id in entries]
    if message.wants == "events":
        context = read_question(pieces[0], message.language, vocabulary)
        return Understood(message, [Question(pieces[0], context)])
    if len(pieces) == 1 and message.about_several:
        if entry := picked_entry(answered, pieces[0]):
            return Understood(message, picked=entry)
        asks = splitting.has_pronoun(pieces[0]) or splitting.is_question(pieces[0])
        if asks and not splitting.content_words(pieces[0]):
            return Understood(message, ask_which=True)
    questions = []
    for piece, whole in zip(pieces, splitting.with_subjects(pieces), strict=True):
        context = read_question(whole, message.language, vocabulary)
        if whole == piece:
            context = context.about(message.topic)
        else:  # it is about the subject of an earlier piece, not about the last answer
            context = replace(context, own_text=vocabulary.correct_spelling(normalize_query(piece)))
        questions.append(Question(piece, context, borrows_subject=whole != piece, is_first=not answered))
    return Understood(message, questions)


def decide(read: Read) -> Decision:
    """Whether one of the candidates answers the question, which is decided as a follow-up if it has a topic."""
    if read.retrieved.topic:
        return FollowUp(read, read.retrieved.topic).decision()
    return decide_standalone(read.candidates)


def decide_all(questions: Sequence[Question], snapshot: IndexSnapshot, reader: CachedReader | None) -> list[Decided]:
    """Retrieve, read and decide all questions together; then try alternative readings of those that are not ANSWERABLE
    (`Alternative` says when one replaces the first)."""

    def retrieved_and_read(contexts: Sequence[QueryContext]) -> list[Read]:
        return read(retrieve(snapshot.base, snapshot.index, contexts), reader)

    found = retrieved_and_read([question.context for question in questions])
    decided = [Decided(question, one, decide(one)) for question, one in zip(questions, found, strict=True)]
    for alternative in ALTERNATIVES:
        tried = {i: context for i, one in enumerate(decided) if (context := alternative.context(one, snapshot))}
        for i, one in zip(tried, retrieved_and_read(list(tried.values())), strict=True):
            other = Decided(decided[i].question, one, decide(one))
            if other.verdict is Verdict.ANSWERABLE or not alternative.must_answer:
                decided[i] = other
    return decided


def compose(understood: Understood, decided: Sequence[Decided], snapshot: IndexSnapshot, today: date) -> ActionResult:
    """The Replies to a message."""
    message = understood.message
    builder = ReplyBuilder(snapshot.base, message.language, today)
    if understood.picked:
        return builder.passage((understood.picked.id, 1))
    if understood.ask_which:
        return builder.clarify(message.last_answers)
    if not understood.questions:
        return builder.unreadable()
    if message.wants == "events":
        return compose_events(message.text, decided[0], builder)
    if all(one.verdict is Verdict.OUT_OF_SCOPE for one in decided):
        return builder.out_of_scope()
    result = ActionResult()
    for one in decided:
        if one.verdict is Verdict.OUT_OF_SCOPE:
            result.add(builder.out_of_scope_question(one.question.piece))
        else:
            result.add(builder.replies_for(one.decision, one.highlight(message.language)))
    return result
