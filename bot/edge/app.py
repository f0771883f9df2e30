"""The public application: routes and middlewares. Resources are put into it by bot/app.py."""

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.edge.api import feedback, health, messages, sessions, suggestions
from bot.edge.middleware.compression import compressed
from bot.edge.middleware.security import origins, set_headers
from bot.edge.pages import calendars, views
from bot.edge.problems import MAX_BYTES, problems
from bot.messages import pages as page_messages


def make_edge() -> web.Application:
    """The edge without its resources."""
    app = web.Application(client_max_size=MAX_BYTES, middlewares=[compressed, problems, origins])
    app.on_response_prepare.append(set_headers)
    loader = jinja2.FileSystemLoader([str(folder) for folder in views.TEMPLATES])
    environment = aiohttp_jinja2.setup(app, loader=loader, autoescape=True)
    environment.globals.update(status_labels=page_messages.STATUS_LABELS, words=page_messages.WORDS)
    for module in (messages, sessions, suggestions, views, calendars, health, feedback):
        app.add_routes(module.routes)
    app.router.add_static("/static/", views.WIDGET)
    return app
