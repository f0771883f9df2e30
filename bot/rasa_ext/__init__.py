"""Code that runs inside Rasa, on Python 3.10. Importing the package replaces the methods that make Rasa slow."""

import rasa

from bot.rasa_ext import action_connection, action_validation, event_types, graph_runner, redacting_log

SUPPORTED_RASA = "3.6.21"  # the replacements were written and measured for this version; any other stays unchanged

if rasa.__version__ == SUPPORTED_RASA:
    for module in (action_connection, action_validation, event_types, graph_runner, redacting_log):
        module.apply()
