"""What runs inside Rasa, on Python 3.10. Importing it mends what makes Rasa slow, a module for each thing."""

import rasa

from bot.rasa_ext import action_connection, action_validation, event_types, graph_runner, reticent_log

WRITTEN_FOR = "3.6.21"  # the version of Rasa that all of this was written and measured for: another one stays as it is

if rasa.__version__ == WRITTEN_FOR:
    for mended in (action_connection, action_validation, event_types, graph_runner, reticent_log):
        mended.apply()
