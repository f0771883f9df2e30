"""The pages: the chat at `/`, an entry's source page at `/kb/{id}`, a receipt at `/r/{receipt}`. Source
pages and receipts work without JavaScript."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from markupsafe import Markup

from bot.answers import ical, json_ld
from bot.content.models import LANGUAGES, ElsewhereSource, Entry
from bot.edge import app_keys
from bot.edge.problems import Problem
from bot.reply import Language
from bot.text import dates

routes = web.RouteTableDef()
WIDGET = Path(__file__).parent.parent.parent / "widget"
TEMPLATES = (Path(__file__).parent / "templates", WIDGET)


def about_meeting(request: web.Request) -> dict[str, Any]:
    """The template variables of the chat page."""
    repository = request.app[app_keys.REPOSITORY]
    meeting = repository.meeting
    return {
        "meeting": meeting,
        "public_url": request.app[app_keys.SETTINGS].public_address,
        "dates_th": dates.format_date(meeting.iso, "th"),
        "dates_en": dates.format_date(meeting.iso, "en"),
        "press_office_th": meeting.press_office.name.in_language("th"),
        "press_office_en": meeting.press_office.name.in_language("en"),
        "suggestions_th": repository.opening_questions("th"),
        "suggestions_en": repository.opening_questions("en"),
    }


@routes.get("/")
@aiohttp_jinja2.template("index.html")
async def chat(request: web.Request) -> dict[str, Any]:
    return about_meeting(request)


@routes.get("/embed")
@aiohttp_jinja2.template("embed.html")
async def embed(request: web.Request) -> dict[str, Any]:
    """An example of another site's page with the widget; `?lang=` is the widget's language."""
    asked = request.query.get("lang")
    return about_meeting(request) | {"language": asked if asked in LANGUAGES else None}


@routes.get("/widget.js")
async def widget(request: web.Request) -> web.FileResponse:
    """The loader, at a permanent address; the other modules are below /static/."""
    return web.FileResponse(WIDGET / "widget.js")


def in_official_order(entry: Entry) -> list[Language]:
    """The entry's languages, the official one first."""
    return sorted((language for language in LANGUAGES if language in entry.texts), key=lambda x: x != entry.official)


@routes.get("/kb/{kind:[a-z]+}/{name:[a-z0-9-]+}")
@aiohttp_jinja2.template("entry.html")
async def entry_page(request: web.Request) -> dict[str, Any]:
    repository = request.app[app_keys.REPOSITORY]
    base = repository.public()
    entry = base.entries.get(f"{request.match_info['kind']}/{request.match_info['name']}")
    if entry is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"{request.path}: nothing is published here")
    languages = in_official_order(entry)
    texts = [entry.texts[language] for language in languages]
    longest = max(len(text.passages) for text in texts)
    rows = [[text.passages[i] if i < len(text.passages) else "" for text in texts] for i in range(longest)]
    address = request.app[app_keys.SETTINGS].public_address
    return {
        "entry": entry,
        "meeting": repository.meeting,
        "texts": texts,
        "rows": rows,
        "when": [dates.both_eras(iso) for iso in entry.all_dates],
        "canonical": f"{address}/kb/{entry.id}",
        "description": json_ld.description(texts[0]),
        "calendar": ical.path(entry),
        "original_url": entry.source.url if isinstance(entry.source, ElsewhereSource) else None,
        "json_ld": Markup(json_ld.json_ld(entry, base, address)),  # json_ld escapes it
    }


@routes.get("/r/{receipt:[A-Za-z0-9_-]{16,32}}")
@aiohttp_jinja2.template("receipt.html")
async def receipt_page(request: web.Request) -> dict[str, Any]:
    """The reply and its time. The reply is withheld if an entry that it quotes is no longer public."""
    kept = await request.app[app_keys.JOURNAL].turns.receipt(request.match_info["receipt"])
    if kept is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"{request.path}: no such receipt")
    repository = request.app[app_keys.REPOSITORY]
    withdrawn = any(repository.entry(cited["entry"]) is None for cited in kept.reply["citations"])
    return {"meeting": repository.meeting, "given": kept.given, "reply": None if withdrawn else kept.reply}
