# What people type. Every target sets up its own needs: Python 3.11+, make and git are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CLAIMS := .venv-bench
STORY  ?=
HELPDESK ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

demo: $(VENV)/.run ## a helpdesk of our own, Guichet beside it, a few cases; STORY=1 plays the stories; HELPDESK=zammad, both
	$(BIN)/guichet demo $(if $(HELPDESK),--helpdesk $(HELPDESK)) $(if $(STORY),--story)

test: $(VENV)/.dev ## all tests, a simulated year of 2,000 cases among them (a quarter of an hour)
	$(BIN)/pytest

check: $(VENV)/.dev ## what CI runs: style, types, walls, tests with coverage, policy, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	GUICHET_YEAR_CASES=100 $(BIN)/pytest --cov --cov-report=
	$(BIN)/coverage report --include='integration/core/*' --fail-under=100
	$(BIN)/coverage report --fail-under=90
	$(BIN)/guichet check
	$(BIN)/python -m config.generate --check

bench: $(VENV)/.dev $(CLAIMS)/.done ## the figures, side by side in one run (about ten minutes)
	$(BIN)/python benchmarks/run.py
	$(CLAIMS)/bin/python benchmarks/claims/run.py

lock: $(VENV)/.dev ## resolve the dependencies anew into the lock files
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --extra build $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev -c requirements.lock $(LOCK) -o requirements-dev.lock

LOCK := --universal --generate-hashes --no-annotate --python-version 3.11 -q --custom-compile-command 'make lock'

clean: ## remove what the other targets made
	rm -rf $(VENV) $(CLAIMS) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Guichet needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

# The libraries the claim reader is compared with want versions of their own, so they get an environment of their own.
$(CLAIMS)/.done: benchmarks/claims/requirements.in
	$(PYTHON) -m venv $(CLAIMS)
	$(CLAIMS)/bin/python -m pip install -q --disable-pip-version-check -r benchmarks/claims/requirements.in
	@touch $@
