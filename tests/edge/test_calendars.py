from pathlib import Path

import icalendar
import pytest
from multidict import CIMultiDictProxy

from bot.edge import app_keys
from bot.settings import Settings
from tests.edge.conftest import Client

EVENT = """\
---
title: งาน {name}
reviewed: 2030-05-03
source: {{document: documents/release, paragraph: 1}}
{more}event: {{start: {start}, precision: {precision}}}
---

ข้อความของ {name}
"""


def write(kb: Path, name: str, start: str, precision: str = "day", more: str = "") -> None:
    text = EVENT.format(name=name, start=start, precision=precision, more=more)
    (kb / f"events/{name}.th.md").write_text(text, encoding="utf-8")


@pytest.fixture
def kb(kb: Path) -> Path:
    """Five events. At noon, the time of the tests, one is under embargo and another one has expired."""
    (kb / "events").mkdir()
    write(kb, "a-later", "2030-09-02")
    write(kb, "b-sooner", "2030-09-01")
    write(kb, "by-month", "2030-09", "month")
    write(kb, "embargoed", "2030-09-03", more="embargo_until: 2030-05-03T12:00:01+07:00\n")
    write(kb, "run-out", "2030-09-04", more="valid_until: 2030-05-02\n")
    (kb / "events/a-later.en.md").write_text("---\ntitle: Later\nreviewed: 2030-05-03\n---\nWords.", encoding="utf-8")
    return kb


async def calendar_at(client: Client, path: str) -> tuple[icalendar.Calendar, CIMultiDictProxy[str]]:
    async with client.get(path) as response:
        assert response.status == 200, await response.text()
        return icalendar.Calendar.from_ical(await response.read()), response.headers


async def test_the_feed_lists_public_events_with_a_known_day_in_order(client: Client) -> None:
    found, headers = await calendar_at(client, "/events.ics")
    assert [event["summary"] for event in found.events] == ["งาน b-sooner", "งาน a-later"]
    assert found["x-wr-calname"] == "การประชุมทดสอบ"
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in headers


async def test_one_event_is_a_file_with_absolute_links(client: Client, settings: Settings) -> None:
    found, headers = await calendar_at(client, "/events/a-later.ics?language=en")
    (event,) = found.events
    assert event["summary"] == "Later"
    assert event["url"] == f"{settings.public_address}/kb/events/a-later"
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="a-later.ics"'


async def test_an_event_is_the_same_in_the_feed_and_in_both_languages(client: Client) -> None:
    feed, _ = await calendar_at(client, "/events.ics?language=en")
    one, _ = await calendar_at(client, "/events/a-later.ics?language=th")
    assert feed.events[1]["uid"] == one.events[0]["uid"]
    assert feed["x-wr-calname"] == "Test Summit"


async def test_an_entry_of_any_kind_with_a_day_has_a_file_and_stays_out_of_the_feed(client: Client) -> None:
    found, headers = await calendar_at(client, "/facts/water-plan.ics?language=en")
    (event,) = found.events
    assert (event["summary"], event.start.isoformat()) == ("Water plan", "2030-08-22")
    assert headers["Content-Disposition"] == 'attachment; filename="water-plan.ics"'
    feed, _ = await calendar_at(client, "/events.ics?language=en")
    assert event["uid"] not in [each["uid"] for each in feed.events]


async def problem_at(client: Client, path: str) -> tuple[int, str, str, dict[str, str]]:
    async with client.get(path) as response:
        named = {name.lower(): value for name, value in response.headers.items()}
        fixed = {name: value for name, value in named.items() if name not in ("date", "content-length")}
        return response.status, response.content_type, await response.text(), fixed


@pytest.mark.parametrize("name", ["embargoed", "run-out", "by-month", "water-plan", "release"])
@pytest.mark.parametrize("query", ["", "?language=en", "?language=fr"])
async def test_hidden_and_missing_events_get_identical_responses(client: Client, name: str, query: str) -> None:
    status, kind, body, headers = await problem_at(client, f"/events/{name}.ics{query}")
    unknown = await problem_at(client, f"/events/nothing.ics{query}")
    assert (status, kind, body.replace(name, "nothing"), headers) == unknown
    assert (status, kind) == (422 if query.endswith("fr") else 404, "application/problem+json")
    if status == 404:
        assert "nothing is published here" in body
        assert "etag" not in headers


@pytest.mark.parametrize("path", ["/events.ics", "/events/a-later.ics"])
@pytest.mark.parametrize("language", ["fr", "", "TH", "th%00"])
async def test_another_language_is_422(client: Client, path: str, language: str) -> None:
    async with client.get(f"{path}?language={language}") as response:
        assert response.status == 422
        answer = await response.json()
    assert [error["field"] for error in answer["errors"]] == ["language"]
    assert answer["detail"].startswith("language must be th or en; got ")


@pytest.mark.parametrize(
    "path", ["/events/../meeting.yml.ics", "/events/A-LATER.ics", "/events/.ics", "/events/a-later"]
)
async def test_other_paths_are_404(client: Client, path: str) -> None:
    assert (await problem_at(client, path))[0] == 404


@pytest.mark.parametrize("path", ["/events.ics", "/events/a-later.ics"])
async def test_a_matching_etag_gets_304_until_the_calendar_changes(client: Client, kb: Path, path: str) -> None:
    _, headers = await calendar_at(client, path)
    tag = headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        async with client.get(path, headers={"If-None-Match": known}) as response:
            assert response.status == 304
            assert await response.read() == b""
            assert response.headers["ETag"] == tag
            assert response.headers["Cache-Control"] == "public, max-age=60"
    write(kb, "a-later", "2030-09-05")
    assert client.app is not None
    client.app[app_keys.REPOSITORY].reload()
    for known in (tag, "not a tag"):
        async with client.get(path, headers={"If-None-Match": known}) as response:
            assert response.status == 200
            assert response.headers["ETag"] != tag


async def test_each_language_has_its_own_etag(client: Client) -> None:
    tags = {(await calendar_at(client, f"/events.ics?language={language}"))[1]["ETag"] for language in ("th", "en")}
    assert len(tags) == 2


async def test_head_has_the_same_headers_and_no_body(client: Client) -> None:
    _, headers = await calendar_at(client, "/events.ics")
    async with client.head("/events.ics") as response:
        assert response.status == 200
        assert response.headers["ETag"] == headers["ETag"]
        assert response.headers["Content-Length"] == headers["Content-Length"]
