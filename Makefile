# Everything a person or a build server does with this project. Needs only make and Python 3.11 or newer.
#   make demo ARGS=--no-serve     arguments for the command
#   make test PYTHON=python3.12   another Python (after `make clean`)

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PYTEST := $(BIN)/python -m pytest -n 2

export VIRTUAL_ENV := $(CURDIR)/$(VENV)

.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo test bench soak lint types words lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-11s %s\n", $$1, $$2 }'

setup: $(VENV)/.all ## Make .venv with everything in it (the other targets do this by themselves)

# What the operating system gives: a browser, what PDFs are drawn and looked at with, a model checker and its compiler.
SYSTEM := chromium libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils spin gcc libc6-dev

setup-test: $(VENV)/.all ## Add what only tests need from the operating system: a browser, pango, spin (as root on Debian)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! dpkg -s $(SYSTEM) >/dev/null 2>&1; then \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends $(SYSTEM) >/dev/null; \
	fi

demo: $(VENV)/.run ## Play the example alliance and serve it (ARGS=--no-serve: play and stop)
	$(BIN)/govflow demo $(ARGS)

test: setup-test lint types ## Lint, types, import direction and every test
	$(PYTEST) $(ARGS)

bench: $(VENV)/.all ## Measure speed, against twins of other engines too
	$(BIN)/python -m tests.bench $(ARGS)

soak: $(VENV)/.all ## Long random runs that `make test` leaves out
	$(PYTEST) -m soak $(ARGS)

lint: $(VENV)/.all ## Style, formatting and import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(VENV)/.all ## Check types
	$(BIN)/mypy

words: $(VENV)/.all ## Write the catalogue of what is to be translated (build/govflow.pot)
	$(BIN)/python -m tests.tools.catalogue build/govflow.pot

lock: $(VENV)/.uv ## Pin every dependency again (ARGS=--upgrade: to the newest allowed)
	$(UV) pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-header \
		$(ARGS) --output-file requirements.lock pyproject.toml

clean: ## Remove .venv, caches and build products
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# Installing. Stamps keep the second run quick; a changed lock or project file installs again.

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit("govflow needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(VENV)/uv.txt
	@touch $@

# What running needs, at the versions and with the hashes of the lock.
$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.uv
	$(UV) pip install --quiet --constraint requirements.lock --requirements pyproject.toml hatchling editables
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Everything in the lock, and nothing that is not in it.
$(VENV)/.all: requirements.lock pyproject.toml | $(VENV)/.uv
	$(UV) pip sync --quiet --require-hashes requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.run $@
