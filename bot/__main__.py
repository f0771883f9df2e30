"""`python -m bot`: see bot/cli/main.py."""

from bot.cli.main import main

main()
