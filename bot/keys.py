"""The keys under which an application keeps its parts: typed, in one place, so that no string wanders."""

from aiohttp import ClientSession, web

from bot.dialogue.desk import Desk
from bot.dialogue.rasa_client import RasaClient
from bot.edge.limits import RateLimits
from bot.journal.turns import Turns
from bot.knowledge.library import Library
from bot.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
HTTP = web.AppKey("http", ClientSession)
RASA = web.AppKey("rasa", RasaClient)
TURNS = web.AppKey("turns", Turns)
DESK = web.AppKey("desk", Desk)
LIBRARY = web.AppKey("library", Library)
LIMITS = web.AppKey("limits", RateLimits)
