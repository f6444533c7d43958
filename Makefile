# Needs Python 3.11 or later and make; everything else is fetched once, checked against hashes, and stays in .venv.
#   make up       the register on an invented population, in the browser
#   make test     style, types, walls, and all tests on both stores (installs PostgreSQL and Chromium if absent)
#   make bench    what is measured, as tables and as JSON
# Words for `kith up` go into ARGS: make up ARGS="--port 9000"

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
ARGS ?=
# the fitting Python: the first of these that is 3.11 or later and works
PYTHONS := python3 python3.13 python3.12 python3.11

# mypy reads the settings, and must neither make nor need the key of a register
NO_KEY := 0000000000000000000000000000000000000000000000000000000000000000

# What touches Django runs on both stores, the journeys but for the slow ones too; the rest is arrays and strings in,
# weights out, and runs once.
ON_POSTGRES := $(wildcard tests/contracts tests/trust tests/register tests/exchange tests/insight tests/synthetic tests/web \
	tests/api tests/cli tests/server tests/house tests/journeys)
# two processes, whole files each, in the order in which they were collected (journeys last)
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

.PHONY: up test lint format bench reference requirements frontend clean
.DEFAULT_GOAL := up

up: $(VENV)/run.stamp
	@$(BIN)/kith up $(ARGS)

test: $(VENV)/test.stamp
	@scripts/system_packages.sh
	@$(MAKE) --no-print-directory lint
	@echo "The store on PostgreSQL:"
	@scripts/with_postgres.sh $(PYTEST) --quiet -m "not (browser and slow)" $(ON_POSTGRES)
	@echo "The encrypted store, everything else, and the journeys in Chromium:"
	@env -u KITH_DATABASE $(PYTEST) --quiet $(ARGS)

lint: $(VENV)/test.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@KITH_DATA=.mypy_cache/kith KITH_KEY=$(NO_KEY) $(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/test.stamp
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/run.stamp
	@$(BIN)/python scripts/run_benchmarks.py $(ARGS)

reference: $(VENV)/run.stamp
	@$(BIN)/python scripts/write_reference.py

requirements:
	@scripts/compile_requirements.sh $(ARGS)

frontend:
	@cd frontend && npm ci && npm run build

# the register itself, kith-data, is never touched by this
clean:
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version)."; \
			$$python -m venv $(VENV) && exit 0; \
			echo "$$python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
			rm -rf $(VENV); exit 1; \
		fi; \
	done; echo "Kith needs Python 3.11 or later; none of these is: $(PYTHONS)." >&2; exit 1

# The tools that build come first, so that nothing is fetched without a hash while the rest is installed.
$(VENV)/run.stamp: $(VENV)/bin/python requirements/build.txt requirements/run.txt pyproject.toml
	@echo "Installing what Kith runs on, with hashes checked. The first time this takes a minute or two."
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes --no-build-isolation --use-pep517 -r requirements/run.txt
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	@echo "Installing what the tests need."
	@$(PIP) install --require-hashes --no-build-isolation --use-pep517 -r requirements/test.txt
	@touch $@
