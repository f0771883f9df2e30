"""What runs inside Rasa, on Python 3.10. Importing it mends Rasa's slow validation of action results."""

from bot.rasa_ext import action_validation

action_validation.apply()
