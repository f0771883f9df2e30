# The usual commands; `make help` lists them, and `python -m bot --help` all others.
PYTHON ?= python3
BOT := .venv/bin/python
RASA := .venv-rasa/bin/rasa
# A file's tests stay in one process, because they share a service; files come in their order, the long ones first.
PARALLEL := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export TF_CPP_MIN_LOG_LEVEL = 3

.DEFAULT_GOAL := help
.PHONY: help setup serve test check train ask bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make the two environments, the embedding model and the Rasa model, where they are not there yet
	@$(PYTHON) deploy/setup.py

serve: setup ## set up, start everything, print the address
	@exec $(BOT) -m bot serve

test: setup ## set up, run all tests
	$(RASA) data validate --fail-on-warnings --quiet
	$(RASA) test core --e2e --stories tests/test_stories.yml --model models/press-desk.tar.gz --out var/rasa-test \
	  --fail-on-prediction-errors --quiet
	.venv-rasa/bin/python -m pytest tests/rasa
	$(BOT) -m pytest $(PARALLEL)

check: setup ## lint and types
	$(BOT) -m ruff check .
	$(BOT) -m ruff format --check .
	$(BOT) -m mypy
	$(RASA) data validate --fail-on-warnings

train: ## train Rasa anew, into models/press-desk.tar.gz
	@rm -f models/rasa-made-from
	@$(PYTHON) deploy/setup.py

ask: ## put a question to the running service: make ask Q="Where was it held?"
	@$(BOT) -m bot ask "$(Q)"

bench: setup ## measure: a turn and where its time goes, Rasa alone, what the widget weighs
	$(BOT) benchmarks/turns.py
	$(BOT) benchmarks/rasa_turns.py
	$(BOT) benchmarks/widget_size.py

lock: ## resolve requirements anew into the lock files
	cd requirements && uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-package torch -c torch.txt bot.in -o bot.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header dev.in -o dev.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.10 --generate-hashes --no-annotate --no-header rasa.in -o rasa.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.10 --generate-hashes --no-annotate --no-header rasa-dev.in -o rasa-dev.lock
	cd requirements && uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header uv.in -o uv.lock

clean: ## remove what setup made; the journal in var/ stays
	rm -rf .venv .venv-rasa models .rasa
