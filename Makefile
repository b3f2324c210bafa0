# Leerrecht. `make help` lists what you can do. Needs Python 3.11 or later with pip, and make.
# The first that is there, runs and is new enough (a version manager may leave a name that doesn't run).
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench format clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

$(VENV)/core: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Leerrecht needs Python 3.11 or later. Install it, or say: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/test: $(VENV)/core
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/bench: $(VENV)/core
	@$(PIP) --editable '.[bench]'
	@touch $@

setup: $(VENV)/core $(VENV)/test  ## install everything for development in .venv

demo: $(VENV)/core  ## show what is due for the invented children of the examples, and why
	@$(BIN)/leerrecht check examples/tsd --on 2026-09-15
	@echo
	@$(BIN)/leerrecht explain examples/tsd --child wachten --rule placement.term --on 2026-09-15

test: $(VENV)/test  ## run the tests (under three minutes)
	@$(BIN)/python -m pytest --quiet --numprocesses 2

check: $(VENV)/test $(VENV)/bench  ## run every check: format, lint, types, imports, rulebook, slow tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/leerrecht rules check
	@$(BIN)/python -m pytest --quiet --numprocesses 2 -m slow

bench: $(VENV)/bench  ## measure every claim beside its peer, write docs/reference/performance.md
	@$(BIN)/python -m bench

format: $(VENV)/test  ## put the code in the house's format
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

clean:  ## remove what was installed and made
	rm -rf $(VENV) var build dist
