# Each target sets up what it needs first: a fresh clone needs nothing typed before.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup dev demo test check bench campaigns shots wheel clean

help:
	@echo "make demo    practice data on http://127.0.0.1:$(PORT)  (PORT=9000 make demo)"
	@echo "make test    every check and every test"
	@echo "make check   style, types, import contracts, migrations, requirement ledger"
	@echo "make bench   the speed figures, kept in docs/speed.md"
	@echo "make campaigns   long tries: kills, a full disk, odd requests, a restore; kept in docs/trust.md"
	@echo "make shots   pictures of every page, in shots/"
	@echo "make wheel   dist/duly-*.whl, which carries everything"
	@echo "make setup   only set up: then the command line is $(BIN)/duly"

setup:
	@$(PYTHON) bootstrap.py

dev:
	@$(PYTHON) bootstrap.py --dev

demo: setup
	@$(BIN)/duly demo --port $(PORT)

test: dev
	@$(BIN)/python -m gates all

check: dev
	@$(BIN)/python -m gates check

bench: dev
	@$(BIN)/python -m tests.speed

campaigns: dev
	@$(BIN)/python -m tests.campaigns

shots: dev
	@$(BIN)/python -m gates browser
	@$(BIN)/python -m tests.pages.shots

wheel: dev
	@$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf .venv .tools node_modules dist build shots duly/casework/static/uswds .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
