from pathlib import Path

import pytest

from bot.edge import app_keys
from tests.edge.conftest import Client, FakeRasa


async def text_of(client: Client, path: str, status: int = 200) -> str:
    async with client.get(path) as response:
        assert response.status == status
        return await response.text()


async def test_the_page_names_the_meeting_and_runs_under_a_strict_policy(client: Client) -> None:
    async with client.get("/") as response:
        assert response.status == 200
        page = await response.text()
        policy = response.headers["Content-Security-Policy"]
    assert "การประชุมทดสอบ" in page and "Test Summit" in page
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


async def test_a_source_page_shows_both_languages_and_numbers_its_paragraphs(client: Client) -> None:
    page = await text_of(client, "/kb/documents/release")
    assert "ที่ประชุมเห็นชอบแผนน้ำ" in page and "The meeting agreed on the water plan." in page
    assert 'id="p1"' in page and 'id="p2"' in page


async def test_an_entry_links_to_the_paragraph_it_comes_from(client: Client) -> None:
    page = await text_of(client, "/kb/facts/water-plan")
    assert 'href="/kb/documents/release#p2"' in page
    assert "22–24 สิงหาคม พ.ศ. 2573" in page


@pytest.mark.parametrize(
    "path", ["/kb/facts/none", "/kb/../meeting.yml", "/kb/facts/water-plan.th.md", "/r/" + "x" * 16]
)
async def test_unknown_pages_are_404(client: Client, path: str) -> None:
    async with client.get(path) as response:
        assert response.status == 404
        assert response.content_type == "application/problem+json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_content_is_text_and_never_markup(kb: Path, client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    (kb / "facts/x.th.md").write_text(f"---\ntitle: '{hostile}'\nreviewed: 2030-01-01\n---\nข้อความ {hostile}", "utf-8")
    assert client.app is not None
    client.app[app_keys.REPOSITORY].reload()
    page = await text_of(client, "/kb/facts/x")
    assert "&lt;script&gt;alert(1)" in page and hostile not in page


async def test_readyz_names_the_missing_parts(client: Client, rasa: FakeRasa) -> None:
    assert '"alive": true' in await text_of(client, "/healthz")
    async with client.get("/readyz") as response:
        state = await response.json()
        assert response.status == 503
    assert state == {
        "ready": False,
        "rasa": True,
        "model": False,
        "reader": False,
        "index": {"revision": None, "entries": 0, "broken": 0},
        "journal": True,
    }
    rasa.status = 500
    async with client.get("/readyz") as response:
        assert (await response.json())["rasa"] is False


async def test_a_cached_page_gets_304_without_a_body(client: Client) -> None:
    async with client.get("/static/chat.js", headers={"Accept-Encoding": "gzip"}) as first:
        assert first.status == 200 and first.headers["Content-Encoding"] == "gzip"
        tag = first.headers["ETag"]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    async with client.get("/static/chat.js", headers=headers) as again:
        assert again.status == 304 and "Content-Encoding" not in again.headers
        assert await again.read() == b""
