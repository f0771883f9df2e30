"""The typed keys of the edge application's resources."""

from aiohttp import ClientSession, web

from bot.clock import Clock
from bot.content.repository import KnowledgeRepository
from bot.dialogue.rasa_client import RasaClient
from bot.dialogue.rasa_tracker import RasaTracker
from bot.dialogue.session_feed import SessionFeed
from bot.dialogue.turn_service import TurnService
from bot.edge.tokens import SessionTokens
from bot.journal.journal import Journal
from bot.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
HTTP = web.AppKey("http", ClientSession)
RASA = web.AppKey("rasa", RasaClient)
RASA_TRACKER = web.AppKey("rasa_tracker", RasaTracker)
JOURNAL = web.AppKey("journal", Journal)
CLOCK: web.AppKey[Clock] = web.AppKey("clock")
TURN_SERVICE = web.AppKey("turn_service", TurnService)
REPOSITORY = web.AppKey("repository", KnowledgeRepository)
SESSION_FEED = web.AppKey("session_feed", SessionFeed)
TOKENS = web.AppKey("tokens", SessionTokens)
