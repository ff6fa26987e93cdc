# One door for people and for CI. `make chat` needs Python 3.11+ and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := assistant corpus ui tests

.PHONY: chat index test check bench clean

chat: $(VENV)/runtime
	$(BIN)/python -m assistant chat

index: $(VENV)/runtime
	$(BIN)/python -m assistant index

test: $(VENV)/development
	$(BIN)/python -m pytest

check: $(VENV)/development
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m assistant index --check

# BEIR names a folder in BEIR format, SPLIT its judgements.
BEIR ?= ../shared/benchmarks/obliqa
SPLIT ?= dev
bench: $(VENV)/development
	$(BIN)/python -m assistant benchmark $(BEIR) --split $(SPLIT)
	$(BIN)/python -m tests.benchmarks.questions
	$(BIN)/python -m tests.benchmarks.regression
	$(BIN)/python -m tests.benchmarks.sessions --sessions 25 --minutes 5 --pause 4

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
