"""Typed keys under which bot/app.py puts LINE's objects into the edge's application."""

import asyncio

from aiohttp import web

from bot.line.inbound.intake import Intake

INTAKE = web.AppKey("line_intake", Intake)
NEW_EVENTS = web.AppKey("line_new_events", asyncio.Event)  # set when an event has been stored
IDENTITY_KEY = web.AppKey("line_identity_key", str)  # secret key of the pseudonymous ids (inbound/identity.py)
