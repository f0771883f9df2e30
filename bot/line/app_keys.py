"""The typed keys of LINE's parts in the edge's application."""

import asyncio

from aiohttp import web

from bot.line.inbound.intake import Intake

INTAKE = web.AppKey("line_intake", Intake)
NEWS = web.AppKey("line_news", asyncio.Event)  # set when an event has been stored
IDENTITY_KEY = web.AppKey("line_identity_key", str)  # of the keyed hashes that stand for people on LINE
