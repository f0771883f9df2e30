"""The keys under which an application keeps its parts: typed, in one place, so that no string wanders."""

import asyncio

from aiohttp import ClientSession, web

from bot.clock import Clock
from bot.content.repository import Library
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.rasa_tracker import Conversations
from bot.dialogue.session_feed import Feed
from bot.dialogue.turn_service import Desk
from bot.edge.rate_limit import RateLimits
from bot.edge.tokens import Tokens
from bot.journal.journal import Journal
from bot.line.inbound.intake import Intake
from bot.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
HTTP = web.AppKey("http", ClientSession)
RASA = web.AppKey("rasa", RasaClient)
JOURNAL = web.AppKey("journal", Journal)
CONVERSATIONS = web.AppKey("conversations", Conversations)
CLOCK: web.AppKey[Clock] = web.AppKey("clock")
DESK = web.AppKey("desk", Desk)
LIBRARY = web.AppKey("library", Library)
LIMITS = web.AppKey("limits", RateLimits)
FEED = web.AppKey("feed", Feed)
TOKENS = web.AppKey("tokens", Tokens)
IDENTITY_KEY = web.AppKey("identity_key", str)  # of the hashes that stand for people on LINE
LINE_NEWS = web.AppKey("line_news", asyncio.Event)  # set when an event of LINE's has been kept
INTAKE = web.AppKey("intake", Intake)
