"""The public application: routes and middlewares. Resources are put into it by bot/app.py."""

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.edge import calendars, feedback, health, messages, pages, sessions, suggestions, words
from bot.edge.compression import compressed
from bot.edge.problems import MAX_BYTES, problems
from bot.edge.security import origins, set_headers


def make_edge() -> web.Application:
    """The edge without its resources."""
    app = web.Application(client_max_size=MAX_BYTES, middlewares=[compressed, problems, origins])
    app.on_response_prepare.append(set_headers)
    loader = jinja2.FileSystemLoader([str(folder) for folder in pages.TEMPLATES])
    environment = aiohttp_jinja2.setup(app, loader=loader, autoescape=True)
    environment.globals.update(standing=words.STANDING, words=words.WORDS)
    for module in (messages, sessions, suggestions, pages, calendars, health, feedback):
        app.add_routes(module.routes)
    app.router.add_static("/static/", pages.WIDGET)
    return app
