# What a person runs. Everything else is `python -m bot --help`.
PYTHON ?= python3
BOT := .venv/bin/python
RASA := .venv-rasa/bin/rasa
export RASA_TELEMETRY_ENABLED = false

.DEFAULT_GOAL := help
.PHONY: help setup serve test check train ask bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make the two environments, the embedding model and the Rasa model, where they are not there yet
	@$(PYTHON) deploy/setup.py

serve: setup ## set up, start everything, print the address
	@exec $(BOT) -m bot serve

test: setup ## set up, run all tests
	@$(BOT) deploy/tests.py

check: setup ## lint and types
	$(BOT) -m ruff check .
	$(BOT) -m ruff format --check .
	$(BOT) -m mypy
	$(RASA) data validate --fail-on-warnings

train: setup ## train Rasa again where its data changed
	@echo "The Rasa model is models/press-desk.tar.gz"

ask: ## put a question to the running service: make ask Q="Where was it held?"
	@$(BOT) -m bot ask "$(Q)"

bench: setup ## measure: a turn and where its time goes
	$(BOT) benchmarks/turns.py

lock: ## resolve requirements/*.in anew into the lock files
	cd requirements && uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-package torch -c torch.txt bot.in -o bot.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header dev.in -o dev.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.10 --generate-hashes --no-annotate --no-header rasa.in -o rasa.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.10 --generate-hashes --no-annotate --no-header rasa-dev.in -o rasa-dev.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header uv.in -o uv.lock

clean: ## remove what setup made; the journal in var/ stays
	rm -rf .venv .venv-rasa models .rasa
