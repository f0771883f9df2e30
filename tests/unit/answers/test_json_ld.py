"""JSON-LD of an entry, for search engines and fact-checkers."""

import json
from pathlib import Path

from bot.answers.json_ld import description, json_ld
from bot.content.loader import load

ADDRESS = "https://desk.example"


def test_an_event_has_type_event_with_dates_place_and_source(kb: Path) -> None:
    base = load(kb)
    data = json.loads(json_ld(base.entries["facts/water-plan"], base, ADDRESS))
    assert (data["@type"], data["startDate"], data["endDate"]) == ("Event", "2030-08-22", "2030-08-24")
    assert {"@language": "en", "@value": "Lampang"} in data["location"]["name"]
    assert data["url"] == f"{ADDRESS}/kb/facts/water-plan"
    assert data["isBasedOn"]["url"] == f"{ADDRESS}/kb/documents/release#p2"


def test_a_document_has_type_article_with_its_full_text(kb: Path) -> None:
    base = load(kb)
    data = json.loads(json_ld(base.entries["documents/release"], base, ADDRESS))
    assert data["@type"] == "Article" and data["datePublished"] == "2030-05-02"
    assert data["articleBody"][0] == {
        "@language": "th",
        "@value": "การประชุมทดสอบจัดที่เชียงใหม่\n\nที่ประชุมเห็นชอบแผนน้ำ",
    }


def test_the_json_cannot_close_its_script_element(kb: Path) -> None:
    hostile = "</script><script>alert(1)</script><!-- &amp; \u2028"
    file = kb / "facts/water-plan.en.md"
    file.write_text(file.read_text().replace("The meeting agreed on the water plan.", hostile), encoding="utf-8")
    base = load(kb)
    written = json_ld(base.entries["facts/water-plan"], base, ADDRESS)
    assert not set("<>&\u2028") & set(written)
    told = json_ld(base.entries["documents/release"], base, ADDRESS)
    assert json.loads(written)["@type"] == "Event" and json.loads(told)


def test_a_description_is_cut_at_a_space(kb: Path) -> None:
    text = load(kb).entries["documents/release"].texts["en"]
    assert description(text) == "The Test Summit was held in Chiang Mai. The meeting agreed on the water plan."
    assert description(text, 30) == "The Test Summit was held in …"
