"""Replacements of Rasa's code for speed: each behaves like the original and supports the installed version of Rasa."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import rasa
from aiohttp import BasicAuth, web
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels import rest
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.rasa_ext import SUPPORTED_RASA, action_connection, action_validation, event_types, graph_runner, redacting_log
from bot.rasa_ext.intent_classifier import ScaledIntentClassifier, sentence_features

TEXTS = ["Where was the fair held?", "ประชุมที่ไหน", "Hello", "สวัสดีค่ะ", "🙂", " ", "ก" * 500]


def test_every_replacement_supports_the_installed_rasa() -> None:
    # For another version of Rasa, compare each module with the code that it replaces, then update the version here.
    assert rasa.__version__ == SUPPORTED_RASA


def test_every_replacement_is_installed() -> None:
    assert RemoteAction._validate_action_result is action_validation.validate_action_result
    assert isinstance(rest.structlogger, redacting_log.RedactingLogger)
    assert EndpointConfig.session is action_connection.session
    assert Event.resolve_by_type is event_types.resolve_by_type
    assert DaskGraphRunner.run is graph_runner.run


def with_server(answer: Callable, use: Callable[[str], Awaitable[object]]) -> object:
    """Run `use` with the address of a real server on a free port."""

    async def both() -> object:
        app = web.Application()
        app.router.add_post("/webhook", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            return await use(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
        finally:
            await runner.cleanup()

    return asyncio.run(both())


def test_calls_share_a_connection() -> None:
    clients = []

    async def answer(request: web.Request) -> web.Response:
        clients.append(request.transport.get_extra_info("peername"))
        return web.json_response({"got": await request.json()})

    async def use(url: str) -> list:
        endpoint = EndpointConfig(url)
        return [await endpoint.request(json={"call": i}) for i in range(5)]

    assert with_server(answer, use) == [{"got": {"call": i}} for i in range(5)]
    assert len(set(clients)) == 1


def test_a_failed_call_raises_rasas_own_error_and_the_next_one_succeeds() -> None:
    answers = iter([web.json_response({"action_name": "a"}, status=400), web.json_response({"events": []})])

    async def answer(request: web.Request) -> web.Response:
        return next(answers)

    async def use(url: str) -> object:
        endpoint = EndpointConfig(url)
        with pytest.raises(ClientResponseError) as refused:
            await endpoint.request(json={})
        assert (refused.value.status, refused.value.text) == (400, b'{"action_name": "a"}')
        return await endpoint.request(json={})

    assert with_server(answer, use) == {"events": []}


def test_a_server_that_closes_connections_is_called_on_a_new_one() -> None:
    async def answer(request: web.Request) -> web.Response:
        response = web.json_response({})
        response.force_close()
        return response

    async def use(url: str) -> list:
        endpoint = EndpointConfig(url)
        return [await endpoint.request(json={}) for _ in range(3)]

    assert with_server(answer, use) == [{}, {}, {}]


def test_an_endpoint_can_be_used_in_a_new_event_loop() -> None:
    endpoint = EndpointConfig("")

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({})

    async def use(url: str) -> object:
        endpoint.url = url
        return await endpoint.request(json={})

    assert [with_server(answer, use) for _ in range(2)] == [{}, {}]


def test_headers_credentials_and_tokens_are_those_of_the_endpoint() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response([request.headers["Authorization"], request.headers["X-Desk"], request.query["token"]])

    async def use(url: str) -> object:
        user = {"username": "u", "password": "p"}
        return await EndpointConfig(url, headers={"X-Desk": "1"}, basic_auth=user, token="t").request(json={})

    assert with_server(answer, use) == [BasicAuth("u", "p").encode(), "1", "t"]


def test_every_event_is_found_by_its_name() -> None:
    for cls in all_subclasses(Event):
        assert event_types.resolve_by_type(cls.type_name) is event_types._resolve(cls.type_name)


def test_an_unknown_event_name_has_no_event_type() -> None:
    with pytest.raises(ValueError, match="Unknown event name"):
        Event.resolve_by_type("no event")
    assert Event.resolve_by_type("no event", SlotSet) is SlotSet
    assert Event.resolve_by_type("topic") is None


def parsed(agent: Agent, run: Callable, text: str) -> dict:
    """The output of the NLU pipeline for a message."""
    target = agent.processor.model_metadata.nlu_target
    message = UserMessage(text, sender_id="s", message_id="m")
    tracker = DialogueStateTracker("s", agent.domain.slots)
    inputs = {PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: tracker}
    (found,) = run(agent.processor.graph_runner, inputs, [target])[target]
    return found.as_dict(only_output_properties=True)


@pytest.mark.parametrize("text", TEXTS)
def test_the_graph_runner_gives_the_same_result_as_dask(agent: Agent, text: str) -> None:
    assert parsed(agent, graph_runner.run, text) == parsed(agent, graph_runner._run, text)


def test_a_node_runs_after_its_dependencies(agent: Agent) -> None:
    runner, metadata = agent.processor.graph_runner, agent.processor.model_metadata
    for target in (metadata.nlu_target, metadata.core_target):
        steps = graph_runner.plan(runner._graph_schema, [target])
        names = [name for name, _ in steps]
        assert names[-1] == target
        assert len(names) == len(set(names))
        for at, (_, needs) in enumerate(steps):
            assert set(needs) & set(runner._graph_schema.nodes) <= set(names[:at])


@pytest.mark.parametrize("run", [graph_runner.run, graph_runner._run])
def test_an_error_in_the_graph_is_the_same_as_with_dask(agent: Agent, run: Callable) -> None:
    runner, target = agent.processor.graph_runner, agent.processor.model_metadata.nlu_target
    with pytest.raises(GraphRunError, match="Missing input"):
        run(runner, {}, [target])
    with pytest.raises(GraphRunError, match="clashes with a node name"):
        run(runner, {PLACEHOLDER_MESSAGE: target}, [target])


def test_sentence_features_equal_those_of_rasas_classifier(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Message] = []
    ours = ScaledIntentClassifier._create_X
    monkeypatch.setattr(
        ScaledIntentClassifier, "_create_X", lambda self, messages: seen.extend(messages) or ours(self, messages)
    )
    for text in TEXTS:
        asyncio.run(agent.parse_message(text))
    assert len(seen) == len(TEXTS)
    for message in seen:
        theirs = LogisticRegressionClassifier._create_X(None, [message])
        assert sentence_features(message).shape == theirs.shape
        assert abs(sentence_features(message) - theirs).max() == 0
