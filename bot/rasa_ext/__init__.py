"""What runs inside Rasa, on Python 3.10. Importing it mends what makes Rasa slow, a module for each thing."""

from bot.rasa_ext import action_connection, action_validation, event_types, graph_runner, reticent_log

for mended in (action_connection, action_validation, event_types, graph_runner, reticent_log):
    mended.apply()
