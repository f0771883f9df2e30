"""The account checks, the rich menu and broadcasts, which staff run from the command line."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.edge import app_keys
from bot.line.broadcast import Broadcaster, Notification
from bot.line.client.account import Account, CheckResult, menu_from
from bot.line.client.api import LineApi, SendResult
from bot.line.simulator.server import MULTICAST, Failure
from bot.reply import Outcome, Reply
from bot.settings import Settings
from tests.line.conftest import Rig, texts

FILES = Path(__file__).parent.parent.parent / "deploy" / "line"
ANSWER = Reply(outcome=Outcome.SOCIAL, language="th", text="แผนน้ำเปลี่ยนแล้ว")


async def looked(settings: Settings) -> list[CheckResult]:
    account = Account(settings)
    found = [finding async for finding in account.check()]
    await account.close()
    return found


def settings_of(desk: Rig, **changed: Any) -> Settings:
    known = desk.client.app[app_keys.SETTINGS]
    return known.model_copy(update={"public_url": desk.url, **changed})


async def test_a_complete_account_passes_all_checks(desk: Rig) -> None:
    found = await looked(settings_of(desk))
    assert [str(each) for each in found if not each.ok] == []
    assert any("HTTP 200" in each.subject for each in found) and any("0 of 200" in each.subject for each in found)


async def test_each_failed_check_comes_with_advice(desk: Rig) -> None:
    (secret, *_) = await looked(settings_of(desk, line_channel_secret=None))
    assert not secret.ok and "LINE_CHANNEL_SECRET" in secret.advice
    desk.line.webhook = ""
    assert any("enter" in each.advice and "/line/webhook" in each.advice for each in await looked(settings_of(desk)))
    desk.line.webhook = desk.url + "/elsewhere"
    wrong = [each for each in await looked(settings_of(desk)) if not each.ok]
    assert len(wrong) == 2  # differs from the settings, and nothing listens there
    desk.line.token = "another"
    assert any("401" in each.subject and "token" in each.advice for each in await looked(settings_of(desk)))
    assert any(
        "cannot be reached" in each.subject for each in await looked(settings_of(desk, line_api_url="http://[::1]:1"))
    )


async def test_a_used_up_quota_fails_its_check(desk: Rig) -> None:
    desk.line.used = desk.line.quota
    assert any("200 of 200" in each.subject and not each.ok for each in await looked(settings_of(desk)))


async def test_line_accepts_the_menu_of_the_repository(desk: Rig) -> None:
    account = Account(settings_of(desk))
    name = await account.set_menu(menu_from(FILES / "menu.json"), (FILES / "menu.png").read_bytes())
    await account.close()
    assert desk.line.default_menu == name
    assert desk.line.menus[name]["picture"] <= 2**20
    assert json.loads((FILES / "menu.json").read_text())["size"] == {"width": 2500, "height": 843}


async def subscribed(desk: Rig, people: int) -> list[Notification]:
    now = desk.client.app[app_keys.CLOCK]()
    for number in range(people):
        await desk.journal.subscriptions.add(f"line-{number}", f"U{number:032x}", "th", now, entry="facts/water-plan")
    return [Notification(each, [ANSWER]) for each in await desk.journal.subscriptions.for_entry("facts/water-plan")]


@pytest.fixture
async def broadcaster(desk: Rig) -> AsyncIterator[Broadcaster]:
    settings = desk.client.app[app_keys.SETTINGS]
    api = LineApi(desk.line.token, settings.line_api_url)
    yield Broadcaster(desk.journal, api, desk.client.app[app_keys.CLOCK])
    await api.close()


async def test_every_subscriber_is_notified_once_and_can_unsubscribe(desk: Rig, broadcaster: Broadcaster) -> None:
    desk.line.quota = 2000
    notices, told = await subscribed(desk, 1100), []
    assert await broadcaster.send(notices, lambda done, total: told.append((done, total))) == (1100, SendResult.SENT)
    assert [len(call.to) for call in desk.line.sent] == [500, 500, 100]
    assert told == [(500, 1100), (1000, 1100), (1100, 1100)]
    last = desk.line.sent[0].messages[-1]
    assert "do=stop" in last["quickReply"]["items"][-1]["action"]["data"]
    assert "แผนน้ำเปลี่ยนแล้ว" in " ".join(texts(desk.line.sent[0].messages))
    assert await broadcaster.send(notices, lambda done, total: None) == (0, SendResult.SENT)  # the same again
    assert len(desk.line.sent) == 3


@pytest.mark.parametrize("failure", [Failure(500, accepted=True), Failure(500), Failure(0, accepted=True)])
async def test_an_interrupted_broadcast_continues_and_notifies_nobody_twice(
    desk: Rig, broadcaster: Broadcaster, failure: Failure
) -> None:
    desk.line.quota = 2000
    notices = await subscribed(desk, 600)
    desk.line.fail(MULTICAST, failure)
    told, came = await broadcaster.send(notices, lambda done, total: None)
    assert (told, came) == (0, SendResult.UNSURE)
    assert (await broadcaster.send(notices, lambda done, total: None))[1] is SendResult.SENT
    reached = [person for call in desk.line.sent for person in call.to]
    assert len(reached) == len(set(reached)) == 600


async def test_a_broadcast_stops_at_the_quota_and_continues_later(desk: Rig, broadcaster: Broadcaster) -> None:
    desk.line.quota = 550
    notices = await subscribed(desk, 600)
    assert await broadcaster.send(notices, lambda done, total: None) == (500, SendResult.QUOTA)
    desk.line.quota = 2000
    assert await broadcaster.send(notices, lambda done, total: None) == (100, SendResult.SENT)
